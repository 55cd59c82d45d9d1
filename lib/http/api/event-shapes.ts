/** Webhook endpoints, deliveries, setup links and audit entries as the API shows them. */
import type { AuditEntry } from "#lib/contract/audit.ts";
import type { SetupLink } from "#lib/contract/setup.ts";
import type { Delivery, DeliveryDetail, WebhookEndpoint } from "#lib/contract/webhooks.ts";

export const toEndpoint = (endpoint: WebhookEndpoint) => ({
  id: endpoint.id,
  object: "webhook_endpoint",
  organization_id: endpoint.organizationId,
  url: endpoint.url,
  description: endpoint.description,
  events: endpoint.events,
  kind: endpoint.kind,
  state: endpoint.state,
  disabled_reason: endpoint.disabledReason,
  disabled_at: endpoint.disabledAt,
  failing_since: endpoint.failingSince,
  headers: endpoint.headers,
  secrets: endpoint.secrets.map(({ id, lastFour, createdAt, endsAt }) => ({
    id,
    last_four: lastFour,
    created_at: createdAt,
    ends_at: endsAt,
  })),
  health: {
    attempts: endpoint.health.attempts,
    succeeded: endpoint.health.succeeded,
    p95_ms: endpoint.health.p95Ms,
    last_status: endpoint.health.lastStatus,
    last_at: endpoint.health.lastAt,
    waiting: endpoint.health.waiting,
    failed: endpoint.health.failed,
  },
  created_at: endpoint.createdAt,
  updated_at: endpoint.updatedAt,
});

/** The only answers that hold the plaintext. */
export const toIssuedEndpoint = (endpoint: WebhookEndpoint & { secret: string }) => ({
  ...toEndpoint(endpoint),
  secret: endpoint.secret,
});

export const toWorkOSEndpoint = (endpoint: WebhookEndpoint & { secret?: string }) => ({
  object: "webhook_endpoint",
  id: endpoint.id,
  endpoint_url: endpoint.url,
  ...(endpoint.secret !== undefined && { secret: endpoint.secret }),
  status: endpoint.state === "enabled" ? "enabled" : "disabled",
  events: endpoint.events,
  created_at: endpoint.createdAt,
  updated_at: endpoint.updatedAt,
});

export const toDelivery = (delivery: Delivery) => ({
  id: delivery.id,
  object: "webhook_delivery",
  endpoint: { id: delivery.endpoint.id, url: delivery.endpoint.url },
  event_id: delivery.eventId,
  type: delivery.type,
  was_test: delivery.wasTest,
  directory_id: delivery.directoryId,
  state: delivery.state,
  attempts: delivery.attempts,
  created_at: delivery.createdAt,
  last_attempt_at: delivery.lastAttemptAt,
  next_attempt_at: delivery.nextAttemptAt,
  last_status: delivery.lastStatus,
  last_reason: delivery.lastReason,
  request_id: delivery.requestId,
});

export const toDeliveryDetail = (delivery: DeliveryDetail) => ({
  ...toDelivery(delivery),
  body: delivery.body,
  history: delivery.history.map((attempt) => ({
    id: attempt.id,
    number: attempt.number,
    at: attempt.at,
    duration_ms: attempt.durationMs,
    timing: attempt.timing,
    status: attempt.status,
    reason: attempt.reason,
    detail: attempt.detail,
    request_headers: attempt.requestHeaders,
    response_headers: attempt.responseHeaders,
    response_body: attempt.responseBody,
  })),
  request: delivery.request && {
    entry_id: delivery.request.entryId,
    directory_id: delivery.request.directoryId,
    sentence: delivery.request.sentence,
  },
});

export const toSetupLink = (link: SetupLink) => ({
  id: link.id,
  object: "setup_link",
  directory_id: link.directoryId,
  name: link.name,
  prefix: link.prefix,
  created_at: link.createdAt,
  created_by: link.createdBy,
  expires_at: link.expiresAt,
  revoked_at: link.revokedAt,
  tokens: link.tokens,
});

export const toAuditEntry = ({ requestId, ...entry }: AuditEntry, organizationId: string) => ({
  ...entry,
  object: "audit_entry",
  organization_id: organizationId,
  request_id: requestId,
});

/** A page whose cursor is the storage's. */
export const toCursorPage = <Item, Shown>(
  { data, nextCursor }: { readonly data: readonly Item[]; readonly nextCursor: string | null },
  show: (item: Item) => Shown,
) => ({ data: data.map(show), ...(nextCursor !== null && { next_cursor: nextCursor }) });

/** A list that is always answered whole. */
export const toWholeList = <Item, Shown>(items: readonly Item[], show: (item: Item) => Shown) => ({
  data: items.map(show),
  total_count: items.length,
});
