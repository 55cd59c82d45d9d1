/**
 * Sending webhooks. A lane is what one worker at a time sends: the first attempts of one directory to one endpoint, in
 * the order of the feed, and the repetitions of one endpoint. Lanes run side by side, so a slow or dead receiver keeps
 * only its own waiting. A worker holds its lane by a lease; if it dies, the next one takes over where it stopped.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Vault } from "#lib/auth/vault.ts";
import type { AttemptReason, DisabledReason } from "#lib/contract/webhooks.ts";
import { DISABLE_AFTER_MS, nextAttemptAt, readRetryAfter } from "#lib/webhooks/schedule.ts";
import type { Outcome, Outgoing, Send } from "#lib/webhooks/send.ts";
import { signatureHeaders } from "#lib/webhooks/signature.ts";
import type { AuditWrite } from "./admin-context.ts";
import { eventEnvelope, type StoredEvent } from "./event-envelope.ts";

/** Lanes at once per process. */
const LANES_MAX = 200;
/** Deliveries fetched at once, and repetitions sent side by side. */
const FETCH_MAX = 20;
const REPEATS_AT_ONCE = 4;
/** Longer than an attempt may take, so that nobody else sends the same meanwhile. */
const LEASE_MS = 20_000;
/** How often to look for what other processes left to do. */
const POLL_MS = 1_000;
/** Between two looks: changes that come close together get their places in the feed by one statement. */
const REST_MS = 100;
export const RETRIES = "retries";

export interface Lane {
  readonly organizationId: string;
  readonly endpointId: string;
  /** A directory, `test` or `retries`. */
  readonly lane: string;
}

/** An endpoint as the dispatcher needs it. */
export interface Receiver {
  readonly url: string;
  readonly kind: "http" | "inspector";
  readonly state: string;
  readonly failingSince: Date | null;
  readonly notBefore: Date | null;
  readonly sealedHeaders: string;
  /** Another one as soon as address, headers or secrets are others. */
  readonly version: string;
  /** Oldest first. */
  readonly sealedSecrets: readonly { readonly id: string; readonly sealed: string }[];
}

export interface DueDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly attempts: number;
  readonly tries: number;
  /** Of a test event. */
  readonly payload: unknown;
  /** undefined when the event is gone. */
  readonly event: StoredEvent | undefined;
}

export interface AttemptWrite {
  readonly lane: Lane;
  readonly deliveryId: string;
  readonly owner: string;
  /** Of the receiver as it was called. */
  readonly version: string;
  readonly at: Date;
  readonly number: number;
  readonly tries: number;
  readonly outcome: Outcome;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly state: "delivered" | "retrying" | "failed";
  readonly nextAttemptAt: Date | null;
  /** The receiver asked not to be called before. */
  readonly notBefore: Date | null;
  readonly leasedUntil: Date;
}

export interface DispatchStore {
  number(): Promise<number>;
  /** Lanes with work whose endpoint may be called now, or whose worker is gone. */
  claim(claim: { owner: string; now: Date; leasedUntil: Date; limit: number }): Promise<Lane[]>;
  receiver(lane: Lane, now: Date): Promise<Receiver | undefined>;
  due(lane: Lane, now: Date, limit: number): Promise<DueDelivery[]>;
  /** @returns whether the lane still is the owner's and the endpoint, unchanged, may still be called */
  record(attempt: AttemptWrite): Promise<boolean>;
  /** `dueAt`: there is more to do, from then on. */
  release(lane: Lane, owner: string, dueAt: Date | null): Promise<void>;
  /** Gives back whatever this worker holds. */
  releaseAll(owner: string): Promise<void>;
  /** Only the endpoint at the address that `audit` names, and with `failingBefore` only if it has failed since then. */
  disable(lane: Lane, reason: DisabledReason, failingBefore: Date | null, audit: AuditWrite): Promise<boolean>;
  inspect(lane: Lane, inspection: InspectionWrite): Promise<void>;
}

/** What an inspector is sent. */
export interface InspectionWrite {
  readonly id: string;
  readonly at: Date;
  readonly eventId: string;
  readonly type: string;
  readonly verified: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Does the work within a span of what is traced; ids and codes only. */
export type Traced = <Result>(
  name: string,
  kind: "client" | "internal",
  attributes: Record<string, string | number>,
  work: () => Promise<Result>,
  factsOf?: (result: Result) => Record<string, string | number>,
) => Promise<Result>;

export interface DispatchServices {
  /** Absent: nothing is traced. */
  readonly traced?: Traced;
  readonly webhooks: DispatchStore;
  readonly vault: Vault;
  readonly send: Send;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly random: () => number;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
}

export interface Dispatcher {
  /** Something may have happened: looks at once. */
  wake(): void;
  /** Sends everything that is due now, and waits for it. */
  drain(): Promise<void>;
  /** Lets attempts under way end. */
  stop(): Promise<void>;
}

/** Contexts of the vault: what was sealed for one endpoint opens for no other. */
export const secretContext = (endpointId: string) => `webhook secret ${endpointId}`;
export const headersContext = (endpointId: string) => `webhook headers ${endpointId}`;

/** What is sent for a delivery: the event's own JSON. */
export const bodyOf = ({ event, payload }: Pick<DueDelivery, "event" | "payload">): string | undefined => {
  if (payload !== null && payload !== undefined) return JSON.stringify(payload);
  return event && JSON.stringify(eventEnvelope(event));
};

/** Starts looking for work. Several processes on one database share it. */
export function startDispatcher(services: DispatchServices): Dispatcher {
  const owner = services.newId();
  const running = new Map<string, Promise<void>>();
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let failures = 0;
  let rested: Promise<void> | undefined;

  const run = (lane: Lane) => {
    const key = JSON.stringify([lane.organizationId, lane.endpointId, lane.lane]);
    const work = workLane(services, lane, owner, () => stopped)
      .catch((error) => services.log.warn({ err: error, ...lane }, "webhook lane was left; it is taken up again"))
      .finally(() => {
        running.delete(key);
        wake();
      });
    running.set(key, work);
  };

  async function look(): Promise<void> {
    do {
      await rested;
      again = false;
      rested = pause(REST_MS);
      await services.webhooks.number();
      const limit = LANES_MAX - running.size;
      const now = services.now();
      const leasedUntil = new Date(now.getTime() + LEASE_MS);
      const lanes = limit > 0 ? await services.webhooks.claim({ owner, now, leasedUntil, limit }) : [];
      for (const lane of lanes) run(lane);
    } while (again && !stopped);
  }

  function wake(): void {
    again = true;
    if (stopped) return;
    looking ??= look()
      .then(
        () => {
          failures = 0;
        },
        (error) => {
          failures += 1;
          if (failures === 1) services.log.warn({ err: error }, "webhooks wait for the database");
        },
      )
      .finally(() => {
        looking = undefined;
      });
  }

  const timer = setInterval(wake, POLL_MS);
  timer.unref();
  wake();

  async function settle(): Promise<void> {
    while (looking || running.size > 0) await Promise.all([looking, ...running.values()]);
  }

  return {
    wake,
    async drain() {
      await settle();
      wake();
      await settle();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await settle();
      await services.webhooks.releaseAll(owner).catch(() => {});
    },
  };
}

async function workLane(
  services: DispatchServices,
  lane: Lane,
  owner: string,
  isStopped: () => boolean,
): Promise<void> {
  const { webhooks, now } = services;
  const receiver = await webhooks.receiver(lane, now());
  if (!receiver) return;
  let current = receiver;
  for (;;) {
    const due = await webhooks.due(lane, now(), FETCH_MAX);
    if (due.length === 0) return webhooks.release(lane, owner, null);
    const atOnce = lane.lane === RETRIES ? REPEATS_AT_ONCE : 1;
    for (let place = 0; place < due.length; place += atOnce) {
      if (isStopped()) return webhooks.release(lane, owner, now());
      const batch = due.slice(place, place + atOnce);
      const held = await Promise.all(
        batch.map((delivery) => attempt(services, lane, owner, { receiver: current, delivery })),
      );
      if (held.every(Boolean)) continue;
      return webhooks.release(lane, owner, now());
    }
    const fresh = await webhooks.receiver(lane, now());
    if (!fresh) return;
    current = fresh;
  }
}

const STOPS: Partial<Record<AttemptReason, DisabledReason>> = { gone: "gone" };

/** @returns whether the lane may go on */
async function attempt(
  services: DispatchServices,
  lane: Lane,
  owner: string,
  { receiver, delivery }: { receiver: Receiver; delivery: DueDelivery },
): Promise<boolean> {
  const { now, random, webhooks } = services;
  const at = now();
  const body = bodyOf(delivery);
  const message = body === undefined ? undefined : sign(services, lane, { receiver, delivery, at, body });
  const outcome = message ? await tracedDelivery(services, lane, { receiver, delivery, message }) : EVENT_GONE;
  const ended = now();
  const tries = delivery.tries + 1;
  const isOk = outcome.reason === "ok";
  const isHopeless = !message || outcome.reason === "gone" || lane.lane === "test";
  const retryAfterMs = readRetryAfter(outcome.responseHeaders["retry-after"], ended);
  const next = isOk || isHopeless ? undefined : nextAttemptAt(tries, { now: ended, random: random(), retryAfterMs });
  const isThrottled = outcome.reason === "throttled" || outcome.status === 503;
  const mayGoOn = await webhooks.record({
    lane,
    deliveryId: delivery.id,
    owner,
    version: receiver.version,
    at,
    number: delivery.attempts + 1,
    tries,
    outcome,
    requestHeaders: message ? shownHeaders(message.headers, message.customNames) : {},
    state: isOk ? "delivered" : next ? "retrying" : "failed",
    nextAttemptAt: next ?? null,
    notBefore: isThrottled && retryAfterMs !== undefined ? new Date(ended.getTime() + retryAfterMs) : null,
    leasedUntil: new Date(ended.getTime() + LEASE_MS),
  });
  const failingFor = receiver.failingSince ? ended.getTime() - receiver.failingSince.getTime() : 0;
  const stop =
    isOk || !message ? undefined : (STOPS[outcome.reason] ?? (failingFor >= DISABLE_AFTER_MS ? "failing" : undefined));
  // What was read with the receiver may have changed since, so the database has the last word.
  if (stop) await disable(services, lane, stop, { url: receiver.url, ended });
  return mayGoOn && !stop;
}

const EVENT_GONE: Outcome = {
  reason: "invalid_response",
  status: null,
  detail: "The event is older than what is kept.",
  durationMs: 0,
  timing: {},
  responseHeaders: {},
  responseBody: "",
};

interface Signed extends Outgoing {
  readonly customNames: readonly string[];
}

function sign(
  { vault }: DispatchServices,
  { endpointId }: Lane,
  { receiver, delivery, at, body }: { receiver: Receiver; delivery: DueDelivery; at: Date; body: string },
): Signed {
  const oldestFirst = receiver.sealedSecrets.map(({ sealed }) => vault.open(sealed, secretContext(endpointId)));
  // WorkOS's verifier reads one signature alone: whoever refuses the one is sent the other next time.
  const secrets = delivery.tries % 2 === 0 ? oldestFirst : oldestFirst.toReversed();
  const custom = JSON.parse(vault.open(receiver.sealedHeaders, headersContext(endpointId))) as Record<string, string>;
  return {
    url: receiver.url,
    body,
    customNames: Object.keys(custom).map((name) => name.toLowerCase()),
    headers: {
      ...Object.fromEntries(Object.entries(custom).map(([name, value]) => [name.toLowerCase(), value])),
      "content-type": "application/json",
      "user-agent": "Rollcall-Webhooks/1",
      ...signatureHeaders({ id: delivery.eventId, at, body }, secrets),
    },
  };
}

/** An admin's own headers may be secret: the log says only that they were sent. */
const shownHeaders = (headers: Readonly<Record<string, string>>, hidden: readonly string[]) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, hidden.includes(name) ? "(not kept)" : value]),
  );

interface Attempted {
  readonly receiver: Receiver;
  readonly delivery: DueDelivery;
  readonly message: Signed;
}

function tracedDelivery(services: DispatchServices, lane: Lane, attempted: Attempted): Promise<Outcome> {
  const work = () => deliver(services, lane, attempted);
  if (!services.traced) return work();
  const { id, eventId, event, attempts } = attempted.delivery;
  const attributes = {
    "rollcall.organization.id": lane.organizationId,
    "rollcall.endpoint.id": lane.endpointId,
    "rollcall.delivery.id": id,
    "rollcall.event.id": eventId,
    "rollcall.attempt": attempts + 1,
    ...(event && { "rollcall.directory.id": event.directoryId, "rollcall.request.id": event.requestId }),
  };
  return services.traced("webhook delivery", "client", attributes, work, ({ reason, status }) => ({
    ...(status !== null && { "http.response.status_code": status }),
    ...(reason !== "ok" && { "error.type": reason }),
  }));
}

async function deliver(
  { send, webhooks, newId, now }: DispatchServices,
  lane: Lane,
  { receiver, delivery, message }: Attempted,
): Promise<Outcome> {
  if (receiver.kind === "http") return send(message);
  // An inspector lives here: what it is sent is kept without a detour by the network.
  await webhooks.inspect(lane, {
    id: newId(),
    at: now(),
    eventId: delivery.eventId,
    type: delivery.type,
    verified: true,
    headers: shownHeaders(message.headers, message.customNames),
    body: message.body,
  });
  return { ...EVENT_GONE, reason: "ok", status: 204, detail: null };
}

async function disable(
  { webhooks, newId, now, log }: DispatchServices,
  lane: Lane,
  reason: DisabledReason,
  { url, ended }: { url: string; ended: Date },
) {
  const failingBefore = reason === "failing" ? new Date(ended.getTime() - DISABLE_AFTER_MS) : null;
  const done = await webhooks.disable(lane, reason, failingBefore, {
    organizationId: lane.organizationId,
    id: newId(),
    at: now(),
    actor: "system:webhooks",
    actorName: "Rollcall",
    action: "webhook_endpoint.disabled",
    targetId: lane.endpointId,
    targetName: url,
    detail: { reason },
  });
  if (done) log.warn({ ...lane, reason }, "a webhook endpoint was disabled");
}
