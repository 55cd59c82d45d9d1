import { z } from "zod";
import { EVENT_TYPES, EventFeedQuery } from "../events.ts";
import {
  CreateWebhookEndpoint,
  DeliveryQuery,
  DisabledReason,
  EndpointState,
  EventExample,
  Inspection,
  SendTestEvent,
  UpdateWebhookEndpoint,
} from "../webhooks.ts";
import { id, time } from "./common.ts";
import { named, operation } from "./operation.ts";
import { shapeOf } from "./snake-case.ts";

const text = z.string().nullable();
const anything = z.record(z.string(), z.unknown());

export const Event = named(
  "Event",
  z.object({
    object: z.literal("event"),
    id: id("event"),
    event: z.string().meta({ examples: ["dsync.user.created"] }),
    type: z.string().meta({ description: "The same as event" }),
    organization_id: id("org"),
    directory_id: id("directory"),
    data: anything,
    created_at: time,
    timestamp: time,
    sequence: z.int(),
    was_test: z.boolean(),
    context: z.object({ request_id: text }),
  }),
);
const feed = z.object({
  object: z.literal("list"),
  data: z.array(Event),
  list_metadata: z.object({ before: text, after: text }),
});

const aboutEvents = { tag: "Events", area: "events" } as const;
const feedWords =
  "In an order that respects each person's history. Go on with `list_metadata.after` as `after`: every event comes once. `events` takes names and patterns such as `dsync.user.*`.";

export const listEvents = operation({
  ...aboutEvents,
  id: "listEvents",
  method: "GET",
  path: "/v1/events",
  summary: "Read the event feed",
  description: feedWords,
  query: EventFeedQuery,
  answer: feed,
});
export const listEventsAtRoot = operation({
  ...aboutEvents,
  id: "workosListEvents",
  method: "GET",
  path: "/events",
  summary: "Read the event feed (WorkOS)",
  description: feedWords,
  query: EventFeedQuery,
  answer: feed,
});
export const getEvent = operation({
  ...aboutEvents,
  id: "getEvent",
  method: "GET",
  path: "/v1/organizations/{organizationId}/events/{eventId}",
  summary: "Get an event",
  answer: Event,
});

export const getEventExample = operation({
  ...aboutEvents,
  id: "getEventExample",
  method: "GET",
  path: "/v1/organizations/{organizationId}/event_examples/{type}",
  summary: "Get an example of an event",
  description: "The organization's last of the type, or one made up.",
  answer: shapeOf(EventExample),
});

const endpoint = z.object({
  id: id("whe"),
  object: z.literal("webhook_endpoint"),
  organization_id: id("org"),
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  kind: z.enum(["http", "inspector"]),
  state: z.enum(EndpointState.options as ["enabled", "paused", "disabled"]),
  disabled_reason: z.enum(DisabledReason.options as ["failing", "gone", "manual"]).nullable(),
  disabled_at: time.nullable(),
  failing_since: time.nullable(),
  headers: z.array(z.string()).meta({ description: "Names of the headers sent besides ours; values are not shown" }),
  secrets: z.array(z.object({ id: z.string(), last_four: z.string(), created_at: time, ends_at: time.nullable() })),
  health: z.object({
    attempts: z.int(),
    succeeded: z.int(),
    p95_ms: z.number().nullable(),
    last_status: z.int().nullable(),
    last_at: time.nullable(),
    waiting: z.int(),
    failed: z.int(),
  }),
  created_at: time,
  updated_at: time,
});
export const WebhookEndpoint = named("WebhookEndpoint", endpoint);
export const IssuedWebhookEndpoint = named(
  "IssuedWebhookEndpoint",
  endpoint.extend({ secret: z.string().meta({ description: "What signs deliveries, this one time" }) }),
);

const aboutWebhooks = { tag: "Webhooks", area: "webhooks" } as const;
const endpoints = "/v1/organizations/{organizationId}/webhook_endpoints";
const one = `${endpoints}/{endpointId}` as const;

export const listEndpoints = operation({
  ...aboutWebhooks,
  id: "listWebhookEndpoints",
  method: "GET",
  path: endpoints,
  summary: "List webhook endpoints",
  answer: z.object({ data: z.array(WebhookEndpoint), total_count: z.int() }),
});
export const createEndpoint = operation({
  ...aboutWebhooks,
  id: "createWebhookEndpoint",
  method: "POST",
  path: endpoints,
  summary: "Create a webhook endpoint",
  description: "`kind` inspector keeps what it is sent, to be looked at in the dashboard, and needs no url.",
  input: CreateWebhookEndpoint,
  status: 201,
  answer: IssuedWebhookEndpoint,
  failures: ["conflict"],
});
export const getEndpoint = operation({
  ...aboutWebhooks,
  id: "getWebhookEndpoint",
  method: "GET",
  path: one,
  summary: "Get a webhook endpoint",
  answer: WebhookEndpoint,
});
export const updateEndpoint = operation({
  ...aboutWebhooks,
  id: "updateWebhookEndpoint",
  method: "PATCH",
  path: one,
  summary: "Change, pause, resume or disable a webhook endpoint",
  description: "`headers` are all there shall be; null keeps a value, which cannot be read back.",
  input: UpdateWebhookEndpoint,
  answer: WebhookEndpoint,
});
export const deleteEndpoint = operation({
  ...aboutWebhooks,
  id: "deleteWebhookEndpoint",
  method: "DELETE",
  path: one,
  summary: "Delete a webhook endpoint",
  status: 204,
});
export const rotateSecret = operation({
  ...aboutWebhooks,
  id: "rotateWebhookSecret",
  method: "POST",
  path: `${one}/rotate_secret`,
  summary: "Rotate a webhook's secret",
  description: "The former secret signs beside the new one for `overlap_seconds`, a day unless said, a week at most.",
  input: z.object({ overlap_seconds: z.int().min(0).max(604_800).default(86_400) }),
  emptyInput: true,
  answer: IssuedWebhookEndpoint,
});
export const endOverlap = operation({
  ...aboutWebhooks,
  id: "endWebhookSecretOverlap",
  method: "POST",
  path: `${one}/end_overlap`,
  summary: "End a rotation early",
  description: "Only the newest secret signs from now on.",
  answer: WebhookEndpoint,
});
export const listInspections = operation({
  ...aboutWebhooks,
  id: "listInspections",
  method: "GET",
  path: `${one}/inspections`,
  summary: "List what an inspector received",
  answer: z.object({ data: z.array(shapeOf(Inspection)) }),
});
export const sendTest = operation({
  ...aboutWebhooks,
  id: "sendTestEvent",
  method: "POST",
  path: `${one}/test`,
  summary: "Send a test event",
  description: `One of ${EVENT_TYPES.length} types, with \`was_test\` true.`,
  input: SendTestEvent,
  answer: z.object({ delivery_id: z.string() }),
});

const delivery = z.object({
  id: id("delivery"),
  object: z.literal("webhook_delivery"),
  endpoint: z.object({ id: z.string(), url: z.string() }),
  event_id: z.string(),
  type: z.string(),
  was_test: z.boolean(),
  directory_id: text,
  state: z.enum(["pending", "retrying", "delivered", "failed"]),
  attempts: z.int(),
  created_at: time,
  last_attempt_at: time.nullable(),
  next_attempt_at: time.nullable(),
  last_status: z.int().nullable(),
  last_reason: text,
  request_id: z.string(),
});
export const Delivery = named("WebhookDelivery", delivery);
export const DeliveryDetail = named(
  "WebhookDeliveryDetail",
  delivery.extend({
    body: z.string().meta({ description: "What is sent, word for word" }),
    history: z.array(
      z.object({
        id: z.string(),
        number: z.int(),
        at: time,
        duration_ms: z.number(),
        timing: anything,
        status: z.int().nullable(),
        reason: z.string(),
        detail: text,
        request_headers: anything,
        response_headers: anything,
        response_body: z.string(),
      }),
    ),
    request: z.object({ entry_id: z.string(), directory_id: z.string(), sentence: z.string() }).nullable(),
  }),
);

const deliveries = "/v1/organizations/{organizationId}/deliveries";
export const listDeliveries = operation({
  ...aboutWebhooks,
  id: "listDeliveries",
  method: "GET",
  path: deliveries,
  summary: "List deliveries",
  description: "Newest first.",
  query: DeliveryQuery,
  answer: z.object({ data: z.array(Delivery), next_cursor: z.string().optional() }),
});
export const getDelivery = operation({
  ...aboutWebhooks,
  id: "getDelivery",
  method: "GET",
  path: `${deliveries}/{deliveryId}`,
  summary: "Get a delivery with every attempt",
  answer: DeliveryDetail,
});
export const resendDelivery = operation({
  ...aboutWebhooks,
  id: "resendDelivery",
  method: "POST",
  path: `${deliveries}/{deliveryId}/resend`,
  summary: "Send a delivery again",
  answer: DeliveryDetail,
  failures: ["conflict"],
});
const moment = z.string().refine((value) => !Number.isNaN(Date.parse(value)), "A time is ISO 8601.");
export const replayDeliveries = operation({
  ...aboutWebhooks,
  id: "replayDeliveries",
  method: "POST",
  path: `${deliveries}/replay`,
  summary: "Send many deliveries again",
  description: "`missing` also takes events that never had a delivery. `dry_run` only counts.",
  input: z.object({
    endpoint_id: z.string(),
    state: z.enum(["failed", "delivered", "all", "missing"]).default("failed"),
    type: z.string().max(100).optional(),
    since: moment.optional(),
    until: moment.optional(),
    dry_run: z.boolean().default(false),
  }),
  answer: z.object({ count: z.int(), dry_run: z.boolean() }),
});

export const WorkOSWebhookEndpoint = named(
  "WorkOSWebhookEndpoint",
  z.object({
    object: z.literal("webhook_endpoint"),
    id: id("whe"),
    endpoint_url: z.string(),
    secret: z.string().optional().meta({ description: "When it was created, this one time" }),
    status: z.enum(["enabled", "disabled"]),
    events: z.array(z.string()),
    created_at: time,
    updated_at: time,
  }),
);
const aboutWorkOS = { tag: "WorkOS", area: "webhooks", dialect: "workos" } as const;
const organization_id = z
  .string()
  .max(100)
  .optional()
  .meta({ description: "Which organization; not needed with a key for one" });
const inOrganization = z.object({ organization_id });
const events = CreateWebhookEndpoint.shape.events;

export const workosListEndpoints = operation({
  ...aboutWorkOS,
  id: "workosListWebhookEndpoints",
  method: "GET",
  path: "/webhook_endpoints",
  summary: "List webhook endpoints (WorkOS)",
  query: inOrganization,
  answer: z.object({
    object: z.literal("list"),
    data: z.array(WorkOSWebhookEndpoint),
    list_metadata: z.object({ before: text, after: text }),
  }),
});
export const workosCreateEndpoint = operation({
  ...aboutWorkOS,
  id: "workosCreateWebhookEndpoint",
  method: "POST",
  path: "/webhook_endpoints",
  summary: "Create a webhook endpoint (WorkOS)",
  input: z.object({ endpoint_url: z.string().max(2_000), events, organization_id }),
  status: 201,
  answer: WorkOSWebhookEndpoint,
});
export const workosGetEndpoint = operation({
  ...aboutWorkOS,
  id: "workosGetWebhookEndpoint",
  method: "GET",
  path: "/webhook_endpoints/{endpointId}",
  summary: "Get a webhook endpoint (WorkOS)",
  query: inOrganization,
  answer: WorkOSWebhookEndpoint,
});
export const workosUpdateEndpoint = operation({
  ...aboutWorkOS,
  id: "workosUpdateWebhookEndpoint",
  method: "PATCH",
  path: "/webhook_endpoints/{endpointId}",
  summary: "Change a webhook endpoint (WorkOS)",
  query: inOrganization,
  input: z.object({
    endpoint_url: z.string().max(2_000).optional(),
    events: UpdateWebhookEndpoint.shape.events,
    status: z.enum(["enabled", "disabled"]).optional(),
  }),
  answer: WorkOSWebhookEndpoint,
});
export const workosDeleteEndpoint = operation({
  ...aboutWorkOS,
  id: "workosDeleteWebhookEndpoint",
  method: "DELETE",
  path: "/webhook_endpoints/{endpointId}",
  summary: "Delete a webhook endpoint (WorkOS)",
  query: inOrganization,
  status: 204,
});
