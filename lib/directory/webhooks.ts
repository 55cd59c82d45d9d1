/** Webhook endpoints of an organization, as admins and management keys handle them. */
import type { z } from "zod/mini";
import type { TroubledEndpoint } from "#lib/contract/decision.ts";
import { EVENTS, type EventType } from "#lib/contract/events.ts";
import type {
  CreateWebhookEndpoint,
  EventExample,
  Inspection,
  IssuedWebhookEndpoint,
  UpdateWebhookEndpoint,
  WebhookEndpoint,
} from "#lib/contract/webhooks.ts";
import { isSigned, mintWebhookSecret } from "#lib/webhooks/signature.ts";
import { refuseTarget } from "#lib/webhooks/target.ts";
import type { AdminContext, AuditFacts, AuditWrite } from "./admin-context.ts";
import { audit, changeOf } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import { eventEnvelope } from "./event-envelope.ts";
import { exampleData } from "./event-examples.ts";
import { requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";
import { headersContext, type InspectionWrite, secretContext } from "./webhook-dispatch.ts";

/** A secret as it is stored. */
export interface WebhookSecretWrite {
  readonly id: string;
  readonly sealed: string;
  readonly lastFour: string;
  readonly createdAt: Date;
}

/** What of an endpoint is written; in an update, what is absent stays as it is. */
export interface EndpointWrite {
  readonly url: string;
  readonly description: string;
  readonly events: string[];
  readonly headerNames: string[];
  readonly sealedHeaders: string;
  readonly state: WebhookEndpoint["state"];
}

export interface WebhookStore {
  insert(
    organizationId: string,
    endpoint: EndpointWrite & { id: string; kind: "http" | "inspector"; createdBy: string; createdAt: Date },
    secret: WebhookSecretWrite,
    audit: AuditWrite,
  ): Promise<void>;
  ofOrganization(organizationId: string): Promise<WebhookEndpoint[]>;
  find(organizationId: string, endpointId: string): Promise<WebhookEndpoint | undefined>;
  /** Those that were disabled because they failed, and those that have failed since `before`; the longest first. */
  troubled(organizationId: string, before: Date): Promise<(Omit<TroubledEndpoint, "host"> & { url: string })[]>;
  sealedHeaders(organizationId: string, endpointId: string): Promise<string | undefined>;
  /** Enabling or resuming makes its waiting deliveries due. */
  update(organizationId: string, endpointId: string, change: Partial<EndpointWrite>, audit: AuditWrite): Promise<void>;
  remove(organizationId: string, endpointId: string, audit: AuditWrite): Promise<void>;
  /** The older secrets end at `oldEndAt`, unless they end earlier. */
  rotate(endpoint: WebhookEndpoint, secret: WebhookSecretWrite, oldEndAt: Date, audit: AuditWrite): Promise<void>;
  endOlderSecrets(endpoint: WebhookEndpoint, at: Date, audit: AuditWrite): Promise<void>;
  /** Queues one delivery that is no event of the feed. */
  insertTest(
    endpoint: WebhookEndpoint,
    test: { deliveryId: string; eventId: string; type: string; payload: unknown; at: Date; requestId: string },
  ): Promise<void>;
  inspections(organizationId: string, endpointId: string): Promise<Inspection[]>;
  /** The sealed secrets of an inspector, wherever it belongs. */
  inspector(endpointId: string): Promise<{ organizationId: string; sealed: string[] } | undefined>;
  addInspection(place: { organizationId: string; endpointId: string }, inspection: InspectionWrite): Promise<void>;
}

/** Where an inspector is reached. */
export const inspectorUrl = (baseUrl: string, endpointId: string) => `${baseUrl}/inspect/${endpointId}`;

/** @throws DirectoryError invalid_request, naming the input */
function requireTarget(ctx: AdminContext, url: string): void {
  const refused = refuseTarget(url, ctx.targets);
  if (refused) throw new DirectoryError("invalid_request", refused, { fields: { url: refused } });
}

function mintSecret(ctx: AdminContext, endpointId: string): { plaintext: string; write: WebhookSecretWrite } {
  const plaintext = mintWebhookSecret();
  const write = {
    id: prefixedId("secret", ctx.newId()),
    sealed: ctx.vault.lock(plaintext, secretContext(endpointId)),
    lastFour: plaintext.slice(-4),
    createdAt: ctx.now(),
  };
  return { plaintext, write };
}

const sealHeaders = (ctx: AdminContext, endpointId: string, headers: Readonly<Record<string, string>>) => ({
  headerNames: Object.keys(headers),
  sealedHeaders: ctx.vault.lock(JSON.stringify(headers), headersContext(endpointId)),
});

const named = ({ id, url }: { id: string; url: string }) => ({ id, name: url });

/** What the audit log keeps of an endpoint: of its headers the names, of its secrets nothing. */
const auditedFacts = ({
  url,
  description,
  events,
  state,
  headers,
}: Pick<WebhookEndpoint, "url" | "description" | "events" | "state" | "headers">): AuditFacts => ({
  url,
  description,
  events,
  state,
  headers: [...headers].sort(),
});

/** Which secrets sign, by their last characters. */
const signers = (secrets: WebhookEndpoint["secrets"]) => secrets.map(({ lastFour }) => `…${lastFour}`);

const ENDPOINTS_MAX = 50;

/**
 * Makes an endpoint. Its secret exists in the clear only in this return value.
 * @throws DirectoryError invalid_request for an address that may not be called, conflict when there are 50 already
 */
export async function createWebhookEndpoint(
  ctx: AdminContext,
  organizationId: string,
  input: z.output<typeof CreateWebhookEndpoint>,
): Promise<IssuedWebhookEndpoint> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const id = prefixedId("whe", ctx.newId());
  const url = input.kind === "inspector" ? inspectorUrl(ctx.baseUrl, id) : (input.url ?? "");
  if (input.kind === "http") requireTarget(ctx, url);
  const others = await ctx.stores.webhooks.ofOrganization(organizationId);
  if (others.length >= ENDPOINTS_MAX) {
    throw new DirectoryError("conflict", `An organization has at most ${ENDPOINTS_MAX} endpoints. Delete one first.`);
  }
  const { plaintext, write } = mintSecret(ctx, id);
  const endpoint = {
    id,
    url,
    kind: input.kind,
    description: input.description,
    events: input.events,
    ...sealHeaders(ctx, id, input.headers),
    state: "enabled" as const,
    createdBy: ctx.actor.name,
    createdAt: ctx.now(),
  };
  const after = auditedFacts({ ...endpoint, headers: endpoint.headerNames });
  const line = audit(ctx, organizationId, "webhook_endpoint.created", named(endpoint), {}, { after });
  await ctx.stores.webhooks.insert(organizationId, endpoint, write, line);
  return { ...(await getWebhookEndpoint(ctx, organizationId, id)), secret: plaintext };
}

export async function listWebhookEndpoints(ctx: AdminContext, organizationId: string): Promise<WebhookEndpoint[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return ctx.stores.webhooks.ofOrganization(organizationId);
}

/** @throws DirectoryError not_found */
export async function getWebhookEndpoint(
  ctx: AdminContext,
  organizationId: string,
  endpointId: string,
): Promise<WebhookEndpoint> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return requireEndpoint(ctx, organizationId, endpointId);
}

/** As `getWebhookEndpoint`, without asking who asks. */
export async function requireEndpoint(ctx: AdminContext, organizationId: string, endpointId: string) {
  const endpoint = await ctx.stores.webhooks.find(organizationId, endpointId);
  if (!endpoint) throw notFound("webhook endpoint");
  return endpoint;
}

/**
 * Changes, pauses, resumes, disables or enables. What waits is sent as soon as it is enabled.
 * @throws DirectoryError not_found, invalid_request
 */
export async function updateWebhookEndpoint(
  ctx: AdminContext,
  organizationId: string,
  endpointId: string,
  change: UpdateWebhookEndpoint,
): Promise<WebhookEndpoint> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const endpoint = await requireEndpoint(ctx, organizationId, endpointId);
  const { headers, ...rest } = change;
  if (rest.url !== undefined && rest.url !== endpoint.url) {
    if (endpoint.kind === "inspector") throw new DirectoryError("conflict", "An inspector's address is fixed.");
    requireRecentSignIn(ctx);
    requireTarget(ctx, rest.url);
  }
  const difference = changeOf(auditedFacts(endpoint), {
    ...rest,
    ...(headers && { headers: Object.keys(headers).sort() }),
  });
  // The names may be the same and a value another one.
  const detail: AuditWrite["detail"] = headers ? { headerValues: "replaced" } : {};
  const line = audit(ctx, organizationId, "webhook_endpoint.updated", named(endpoint), detail, difference);
  const sealed = headers && sealHeaders(ctx, endpointId, await withKept(ctx, organizationId, endpointId, headers));
  await ctx.stores.webhooks.update(organizationId, endpointId, { ...rest, ...sealed } as Partial<EndpointWrite>, line);
  return requireEndpoint(ctx, organizationId, endpointId);
}

/** Headers as they shall be: null is the value there is. @throws DirectoryError invalid when there is none */
async function withKept(
  ctx: AdminContext,
  organizationId: string,
  endpointId: string,
  headers: Readonly<Record<string, string | null>>,
): Promise<Record<string, string>> {
  if (!Object.values(headers).includes(null)) return headers as Record<string, string>;
  const sealed = await ctx.stores.webhooks.sealedHeaders(organizationId, endpointId);
  const kept = sealed ? (JSON.parse(ctx.vault.open(sealed, headersContext(endpointId))) as Record<string, string>) : {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (value !== null) return [name, value];
      const known = Object.hasOwn(kept, name) ? kept[name] : undefined;
      if (known !== undefined) return [name, known];
      const words = `There is no header ${name} whose value could be kept.`;
      throw new DirectoryError("invalid", words, { fields: { [`headers.${name}`]: words } });
    }),
  );
}

/** Deletes it with its deliveries; what waits is not sent. @throws DirectoryError not_found */
export async function deleteWebhookEndpoint(ctx: AdminContext, organizationId: string, endpointId: string) {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const endpoint = await requireEndpoint(ctx, organizationId, endpointId);
  const before = auditedFacts(endpoint);
  const line = audit(ctx, organizationId, "webhook_endpoint.deleted", named(endpoint), {}, { before });
  await ctx.stores.webhooks.remove(organizationId, endpointId, line);
}

/**
 * A new secret. The former one signs beside it for `overlapSeconds`, so that the receiver can change over without
 * refusing anything. @throws DirectoryError not_found
 */
export async function rotateWebhookSecret(
  ctx: AdminContext,
  organizationId: string,
  endpointId: string,
  { overlapSeconds }: { overlapSeconds: number },
): Promise<IssuedWebhookEndpoint> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const endpoint = await requireEndpoint(ctx, organizationId, endpointId);
  const { plaintext, write } = mintSecret(ctx, endpointId);
  const oldEndAt = new Date(ctx.now().getTime() + overlapSeconds * 1_000);
  const detail = { overlapSeconds };
  const line = audit(ctx, organizationId, "webhook_endpoint.secret_rotated", named(endpoint), detail, {
    before: { secrets: signers(endpoint.secrets) },
    after: { secret: `…${write.lastFour}`, formerEndsAt: oldEndAt.toISOString() },
  });
  await ctx.stores.webhooks.rotate(endpoint, write, oldEndAt, line);
  return { ...(await requireEndpoint(ctx, organizationId, endpointId)), secret: plaintext };
}

/** Ends an overlap early: only the newest secret signs from now on. @throws DirectoryError not_found */
export async function endSecretOverlap(ctx: AdminContext, organizationId: string, endpointId: string) {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const endpoint = await requireEndpoint(ctx, organizationId, endpointId);
  const newest = [...endpoint.secrets].sort((one, other) => other.createdAt.localeCompare(one.createdAt)).slice(0, 1);
  const line = audit(
    ctx,
    organizationId,
    "webhook_endpoint.overlap_ended",
    named(endpoint),
    {},
    { before: { secrets: signers(endpoint.secrets) }, after: { secrets: signers(newest) } },
  );
  await ctx.stores.webhooks.endOlderSecrets(endpoint, ctx.now(), line);
  return requireEndpoint(ctx, organizationId, endpointId);
}

const isEventType = (type: string): type is EventType => Object.hasOwn(EVENTS, type);

/** A live example: the organization's last event of the type, or one made up in its shape. @throws DirectoryError not_found */
export async function getEventExample(ctx: AdminContext, organizationId: string, type: string): Promise<EventExample> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  if (!isEventType(type)) throw notFound("event");
  const last = await ctx.stores.events.last(organizationId, type);
  const envelope = last ? eventEnvelope(last) : madeUp(ctx, organizationId, type);
  return { type, isOwn: last !== undefined, body: JSON.stringify(envelope, null, 2) };
}

function madeUp(ctx: AdminContext, organizationId: string, type: EventType) {
  const { data, previous } = exampleData(organizationId, type);
  return eventEnvelope(
    {
      id: `event_test${ctx.newId().replaceAll("-", "")}`,
      organizationId,
      directoryId: "directory_example",
      sequence: 0,
      type,
      data,
      previous,
      requestId: "test",
      createdAt: ctx.now(),
    },
    { wasTest: true },
  );
}

/**
 * Sends an event that never happened, marked `was_test`, signed like every other and tried once.
 * @returns the delivery's id @throws DirectoryError not_found, conflict for an endpoint that is not enabled
 */
export async function sendTestEvent(
  ctx: AdminContext,
  organizationId: string,
  endpointId: string,
  { type }: { type: EventType },
): Promise<{ deliveryId: string }> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const endpoint = await requireEndpoint(ctx, organizationId, endpointId);
  if (endpoint.state !== "enabled") {
    throw new DirectoryError("conflict", `This endpoint is ${endpoint.state}. Enable it first.`);
  }
  const payload = madeUp(ctx, organizationId, type);
  const deliveryId = prefixedId("delivery", ctx.newId());
  await ctx.stores.webhooks.insertTest(endpoint, {
    deliveryId,
    eventId: payload.id,
    type,
    payload,
    at: ctx.now(),
    requestId: "test",
  });
  return { deliveryId };
}

/** What an inspector received, newest first. */
export async function listInspections(ctx: AdminContext, organizationId: string, endpointId: string) {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  await requireEndpoint(ctx, organizationId, endpointId);
  return ctx.stores.webhooks.inspections(organizationId, endpointId);
}

/** A delivery that came to an inspector by HTTP. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Keeps what somebody sent to an inspector, if one of its secrets signed it: anybody may call the address.
 * @throws DirectoryError not_found for what is no inspector, unauthenticated for another signature
 */
export async function receiveInspection(
  { stores, vault, now, newId }: Pick<AdminContext, "stores" | "vault" | "now" | "newId">,
  endpointId: string,
  { headers, body }: Received,
): Promise<void> {
  const found = await stores.webhooks.inspector(endpointId);
  if (!found) throw notFound("inspector");
  const secrets = found.sealed.map((sealed) => vault.open(sealed, secretContext(endpointId)));
  const {
    "webhook-id": id = null,
    "webhook-timestamp": timestamp = null,
    "webhook-signature": signature = null,
  } = headers;
  if (!isSigned({ id, timestamp, signature }, body, { secrets, now: now() })) {
    throw new DirectoryError("unauthenticated", "This was not signed with the endpoint's secret.");
  }
  await stores.webhooks.addInspection(
    { organizationId: found.organizationId, endpointId },
    { id: newId(), at: now(), eventId: id ?? "", type: typeOf(body), verified: true, headers, body },
  );
}

function typeOf(body: string): string {
  try {
    const { type } = JSON.parse(body) as { type?: unknown };
    return typeof type === "string" ? type.slice(0, 100) : "unknown";
  } catch {
    return "unknown";
  }
}
