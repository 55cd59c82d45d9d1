/** Reading events: the feed that an application polls, and the list that an admin looks at. */
import type {
  EventDetail,
  EventEnvelope,
  EventFeed,
  EventFeedQuery,
  EventPage,
  EventQuery,
} from "#lib/contract/events.ts";
import type { AdminContext } from "./admin-context.ts";
import { DirectoryError, notFound } from "./error.ts";
import { eventEnvelope, type StoredEvent } from "./event-envelope.ts";
import { requirePermission } from "./permissions.ts";

/** What part of the feed is asked for. Bounds are exclusive. */
export interface FeedRequest {
  /** null: every organization of the instance. */
  readonly organizationId: string | null;
  readonly directoryId: string | null;
  /** Types or patterns; empty: all. */
  readonly patterns: readonly string[];
  readonly start: Date | null;
  readonly end: Date | null;
  /** A place in the feed. */
  readonly after: number | null;
  readonly order: "asc" | "desc";
  readonly limit: number;
}

export interface EventStore {
  /** Gives what has been committed its place in the feed, and makes its deliveries. @returns how many there were */
  number(): Promise<number>;
  feed(request: FeedRequest): Promise<StoredEvent[]>;
  /** The place of an event; undefined for one that is not there, or not in this organization. */
  placeOf(organizationId: string | null, eventId: string): Promise<number | undefined>;
  list(organizationId: string, query: EventQuery): Promise<EventPage>;
  find(
    organizationId: string,
    eventId: string,
  ): Promise<(Omit<EventDetail, "envelope"> & { event: StoredEvent }) | undefined>;
  /** The newest of a type. */
  last(organizationId: string, type: string): Promise<StoredEvent | undefined>;
}

const CURSOR = /^evc_(\d{1,18})$/;
const cursorOf = (sequence: number) => `evc_${sequence}`;

/** Which organization a reader may see: a key for one sees that one; a key for all sees all, or the one it names. */
async function tenantOf(ctx: AdminContext, named: string | undefined): Promise<string | null> {
  const { actor } = ctx;
  const own = actor.kind === "key" ? actor.organizationId : undefined;
  const organizationId = named ?? own;
  if (organizationId === null) return null;
  if (organizationId === undefined) {
    throw new DirectoryError("invalid", "Say which organization: organization_id.", {
      fields: { organization_id: "Needed." },
    });
  }
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return organizationId;
}

async function placeAfter(ctx: AdminContext, organizationId: string | null, after: string): Promise<number> {
  const cursor = CURSOR.exec(after)?.[1];
  const place = cursor === undefined ? await ctx.stores.events.placeOf(organizationId, after) : Number(cursor);
  if (place !== undefined) return place;
  throw new DirectoryError("invalid_request", "There is no event or cursor like this. Events are kept for 30 days.", {
    fields: { after: "Unknown: start over with range_start." },
  });
}

/**
 * A page of the feed, in the order in which changes happened to each person and group. Whoever goes on with
 * `list_metadata.after` sees every event once; after the last page the cursor stays where it is.
 * @throws DirectoryError invalid_request for a cursor that is none
 */
export async function listEventFeed(ctx: AdminContext, query: EventFeedQuery): Promise<EventFeed> {
  const organizationId = await tenantOf(ctx, query.organization_id);
  const after = query.after === undefined ? null : await placeAfter(ctx, organizationId, query.after);
  await ctx.stores.events.number();
  const events = await ctx.stores.events.feed({
    organizationId,
    directoryId: query.directory_id ?? null,
    patterns: query.events ?? [],
    start: query.range_start ? new Date(query.range_start) : null,
    end: query.range_end ? new Date(query.range_end) : null,
    after,
    order: query.order,
    limit: query.limit,
  });
  const last = events.at(-1);
  const next = last ? cursorOf(last.sequence) : (query.after ?? null);
  // Backwards there is an end; forwards more may come at any time.
  const isEnd = query.order === "desc" && events.length < query.limit;
  return {
    object: "list",
    data: events.map((event) => eventEnvelope(event)),
    list_metadata: { before: null, after: isEnd ? null : next },
  };
}

/** Newest first, for people. */
export async function listEvents(ctx: AdminContext, organizationId: string, query: EventQuery): Promise<EventPage> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  await ctx.stores.events.number();
  return ctx.stores.events.list(organizationId, query);
}

/** @throws DirectoryError not_found */
export async function getEvent(ctx: AdminContext, organizationId: string, eventId: string): Promise<EventDetail> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const found = await ctx.stores.events.find(organizationId, eventId);
  if (!found) throw notFound("event");
  const { event, ...detail } = found;
  return { ...detail, envelope: eventEnvelope(event) };
}

/** The event alone, as the feed has it. @throws DirectoryError not_found */
export async function getEventEnvelope(
  ctx: AdminContext,
  organizationId: string,
  eventId: string,
): Promise<EventEnvelope> {
  return (await getEvent(ctx, organizationId, eventId)).envelope;
}
