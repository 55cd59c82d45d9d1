import type { EventEnvelope } from "#lib/contract/events.ts";
import type { JsonObject } from "#lib/scim/resource.ts";

/** An event as it is stored, with its place in the feed. */
export interface StoredEvent {
  readonly id: string;
  readonly organizationId: string;
  readonly directoryId: string;
  readonly sequence: number;
  readonly type: string;
  readonly data: JsonObject;
  readonly previous: JsonObject | null;
  readonly requestId: string;
  readonly createdAt: Date;
}

/** The event as feed and webhooks give it out. The same event is the same JSON each time, to the letter. */
export function eventEnvelope(event: StoredEvent, { wasTest = false } = {}): EventEnvelope {
  const { data, previous } = event;
  const at = event.createdAt.toISOString();
  return {
    object: "event",
    id: event.id,
    event: event.type,
    type: event.type,
    organization_id: event.organizationId,
    directory_id: event.directoryId,
    data: previous ? { ...data, previous_attributes: previous } : data,
    created_at: at,
    timestamp: at,
    sequence: event.sequence,
    was_test: wasTest,
    context: { request_id: event.requestId },
  };
}
