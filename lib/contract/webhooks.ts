/** Webhook endpoints, what was delivered to them, and why something was not. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";
import { EVENT_TYPES, isEventPattern } from "./events.ts";

/** `enabled`. `paused`: deliveries wait. `disabled`: nothing is queued any more; see `disabledReason`. */
export const EndpointState = z.enum(["enabled", "paused", "disabled"]);
export type EndpointState = z.infer<typeof EndpointState>;

/** Why an endpoint was disabled: it failed for days, it answered 410, or somebody did it. */
export const DisabledReason = z.enum(["failing", "gone", "manual"]);
export type DisabledReason = z.infer<typeof DisabledReason>;

const Health = z.object({
  /** Attempts of the last 24 hours. */
  attempts: z.number(),
  succeeded: z.number(),
  /** Milliseconds in which 95 of 100 answers came. */
  p95Ms: z.nullable(z.number()),
  lastStatus: z.nullable(z.number()),
  lastAt: z.nullable(time),
  /** Deliveries that wait for their first or next attempt. */
  waiting: z.number(),
  /** Deliveries given up: dead letters. */
  failed: z.number(),
});

export const WebhookEndpoint = z.object({
  id: z.string(),
  organizationId: z.string(),
  url: z.string(),
  description: z.string(),
  /** Types or patterns of lib/contract/events.ts. */
  events: z.array(z.string()),
  /** `inspector`: an address of this instance that keeps what it is sent, to be looked at here. */
  kind: z.enum(["http", "inspector"]),
  state: EndpointState,
  disabledReason: z.nullable(DisabledReason),
  disabledAt: z.nullable(time),
  /** Since when nothing has succeeded any more. */
  failingSince: z.nullable(time),
  /** Names of the headers that are sent besides ours; their values may be secret and are not shown. */
  headers: z.array(z.string()),
  /** The secrets that sign: two while one replaces the other. */
  secrets: z.array(z.object({ id: z.string(), lastFour: z.string(), createdAt: time, endsAt: z.nullable(time) })),
  createdAt: time,
  updatedAt: time,
  health: Health,
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;
export const WebhookEndpointList = z.object({ data: z.array(WebhookEndpoint) });

/** The only answers that ever hold the plaintext. */
export const IssuedWebhookEndpoint = z.extend(WebhookEndpoint, { secret: z.string() });
export type IssuedWebhookEndpoint = z.infer<typeof IssuedWebhookEndpoint>;

const Url = z.string().check(z.minLength(1, "Give the address that receives the events."), z.maxLength(2_000));
const Events = z
  .array(z.string().check(z.refine(isEventPattern, "There is no such event.")))
  .check(z.minLength(1, "Choose at least one event."), z.maxLength(50));
const Description = z.string().check(z.trim(), z.maxLength(200, "A description has at most 200 characters."));

/** Ours, and those that belong to the connection. */
const RESERVED_HEADER =
  /^(webhook-|workos-|authn-|content-|transfer-|proxy-|sec-|host$|connection$|keep-alive$|te$|trailer$|upgrade$|expect$|user-agent$|accept-encoding$|cookie$)/i;
const HeaderName = z.string().check(
  z.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, "A header's name is made of letters, digits and hyphens."),
  z.refine((name) => !RESERVED_HEADER.test(name), "This header is Rollcall's own or the connection's."),
);
const HeaderValue = z.string().check(z.regex(/^[\x20-\x7e]{1,1000}$/, "A header's value is one line of plain text."));
const isFew = (headers: object) => Object.keys(headers).length <= 20;
const Headers = z.record(HeaderName, HeaderValue).check(z.refine(isFew, "At most 20 headers."));
/** All headers anew: what is not named goes; null keeps the value there is, which nobody can read back. */
const ChangedHeaders = z.record(HeaderName, z.nullable(HeaderValue)).check(z.refine(isFew, "At most 20 headers."));

/** Without `url`: an inspector. `headers` are sent with every delivery. */
export const CreateWebhookEndpoint = z.object({
  url: z.optional(Url),
  kind: z._default(z.enum(["http", "inspector"]), "http"),
  events: z._default(Events, ["*"]),
  description: z._default(Description, ""),
  headers: z._default(Headers, {}),
});
export type CreateWebhookEndpoint = z.input<typeof CreateWebhookEndpoint>;

/** What is absent stays as it is. */
export const UpdateWebhookEndpoint = z.object({
  url: z.optional(Url),
  events: z.optional(Events),
  description: z.optional(Description),
  headers: z.optional(ChangedHeaders),
  state: z.optional(EndpointState),
});
export type UpdateWebhookEndpoint = z.infer<typeof UpdateWebhookEndpoint>;

/** How long the former secret still signs beside the new one: 0 ends it at once, 7 days at most. */
export const RotateWebhookSecret = z.object({
  overlapSeconds: z._default(z.number().check(z.int(), z.minimum(0), z.maximum(604_800)), 86_400),
});
export type RotateWebhookSecret = z.input<typeof RotateWebhookSecret>;

export const SendTestEvent = z.object({ type: z.enum(EVENT_TYPES) });
export type SendTestEvent = z.infer<typeof SendTestEvent>;

/** `pending`: the first attempt is due. `retrying`: another one is planned. `failed`: given up, a dead letter. */
export const DeliveryState = z.enum(["pending", "retrying", "delivered", "failed"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** How an attempt ended. */
export const AttemptReason = z.enum([
  "ok",
  "status",
  "redirect",
  "gone",
  "throttled",
  "timeout",
  "address_not_allowed",
  "dns",
  "refused",
  "reset",
  "tls",
  "too_large",
  "invalid_response",
]);
export type AttemptReason = z.infer<typeof AttemptReason>;

/** Milliseconds that the parts of an attempt took; what did not happen is absent. */
export const Timing = z.object({
  dns: z.optional(z.number()),
  connect: z.optional(z.number()),
  tls: z.optional(z.number()),
  wait: z.optional(z.number()),
  read: z.optional(z.number()),
});
export type Timing = z.infer<typeof Timing>;

export const DeliveryAttempt = z.object({
  id: z.string(),
  number: z.number(),
  at: time,
  durationMs: z.number(),
  timing: Timing,
  status: z.nullable(z.number()),
  reason: AttemptReason,
  detail: z.nullable(z.string()),
  /** What was sent; secret values are left out. */
  requestHeaders: z.record(z.string(), z.string()),
  responseHeaders: z.record(z.string(), z.string()),
  /** The beginning of the answer, at most 4 KiB. It is the receiver's text: show it as text only. */
  responseBody: z.string(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

export const Delivery = z.object({
  id: z.string(),
  endpoint: z.object({ id: z.string(), url: z.string() }),
  /** The `webhook-id` of every attempt. */
  eventId: z.string(),
  type: z.string(),
  wasTest: z.boolean(),
  directoryId: z.nullable(z.string()),
  state: DeliveryState,
  attempts: z.number(),
  createdAt: time,
  lastAttemptAt: z.nullable(time),
  nextAttemptAt: z.nullable(time),
  lastStatus: z.nullable(z.number()),
  lastReason: z.nullable(AttemptReason),
  requestId: z.string(),
});
export type Delivery = z.infer<typeof Delivery>;
export const DeliveryPage = page(Delivery);
export type DeliveryPage = z.infer<typeof DeliveryPage>;

export const DeliveryQuery = z.object({
  endpoint: z.optional(z.string().check(z.maxLength(100))),
  state: z.optional(DeliveryState),
  type: z.optional(z.string().check(z.refine(isEventPattern, "There is no such event."))),
  /** An event's or request's id. */
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

export const DeliveryDetail = z.extend(Delivery, {
  /** What is sent, word for word. */
  body: z.string(),
  history: z.array(DeliveryAttempt),
  /** The SCIM request that caused the event, if there was one and the log still has it. */
  request: z.nullable(z.object({ entryId: z.string(), directoryId: z.string(), sentence: z.string() })),
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

/**
 * Which deliveries to send again. `missing` also takes events that never had a delivery, because the endpoint was
 * disabled or not there yet. `dryRun` only counts.
 */
export const ReplayDeliveries = z.object({
  endpointId: z.string(),
  state: z._default(z.enum(["failed", "delivered", "all", "missing"]), "failed"),
  type: z.optional(z.string().check(z.refine(isEventPattern, "There is no such event."))),
  since: z.optional(z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value)), "Not a time."))),
  until: z.optional(z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value)), "Not a time."))),
  dryRun: z._default(z.boolean(), false),
});
export type ReplayDeliveries = z.input<typeof ReplayDeliveries>;
export const ReplayResult = z.object({ count: z.number(), dryRun: z.boolean() });
export type ReplayResult = z.infer<typeof ReplayResult>;

/** What an inspector received. */
export const Inspection = z.object({
  id: z.string(),
  at: time,
  eventId: z.string(),
  type: z.string(),
  /** Whether one of the endpoint's secrets had signed it. */
  verified: z.boolean(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type Inspection = z.infer<typeof Inspection>;
export const InspectionList = z.object({ data: z.array(Inspection) });

/** Live example of an event: the organization's last of the type, or one made up. */
export const EventExample = z.object({ type: z.string(), isOwn: z.boolean(), body: z.string() });
export type EventExample = z.infer<typeof EventExample>;
