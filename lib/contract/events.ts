/**
 * The catalogue of events: what the application behind Rollcall learns of, by feed and by webhook. Two families tell of
 * the same changes, so that code written for either provider works: WorkOS's `dsync.*` and authn.sh's `scim*.*`.
 */
import * as z from "zod/mini";
import { page, time } from "./common.ts";

const text = z.nullable(z.string());
const document = z.record(z.string(), z.unknown());
const RoleSlug = z.object({ slug: z.string() });

/** What all things of one directory say about where they are. */
const place = { directory_id: z.string(), organization_id: z.string() };
const times = { created_at: time, updated_at: time };

const groupFields = {
  object: z.literal("directory_group"),
  /** `directory_group_…`. */
  id: z.string(),
  ...place,
  /** The IdP's own id (externalId). */
  idp_id: text,
  name: z.string(),
  /** The SCIM resource as the IdP sent it. */
  raw_attributes: document,
  ...times,
};
export const EventGroup = z.object(groupFields);
export type EventGroup = z.infer<typeof EventGroup>;

const userFields = {
  object: z.literal("directory_user"),
  /** `directory_user_…`. */
  id: z.string(),
  ...place,
  /** The IdP's own id (externalId). */
  idp_id: text,
  username: text,
  /** By the directory's attribute mapping, like the names. */
  email: text,
  emails: z.array(z.object({ primary: z.boolean(), type: text, value: text })),
  first_name: text,
  last_name: text,
  name: text,
  job_title: text,
  /** `inactive`: the IdP set `active` to false, or the person is gone. */
  state: z.enum(["active", "inactive"]),
  /** Every mapped field that is not one of the standard ones above. */
  custom_attributes: document,
  role: z.nullable(RoleSlug),
  roles: z.array(RoleSlug),
  /** The SCIM resource as the IdP sent it. */
  raw_attributes: document,
  ...times,
};
/** The person in an event about a membership. */
export const EventUser = z.object(userFields);
export type EventUser = z.infer<typeof EventUser>;

/** The person in an event about the person: with the groups they were in just then. */
const UserChanged = z.object({
  ...userFields,
  groups: z.array(z.object({ object: z.literal("directory_group"), id: z.string(), name: z.string() })),
});
const UserUpdated = z.extend(UserChanged, { previous_attributes: document });
const GroupUpdated = z.object({ ...groupFields, previous_attributes: document });
const MembershipChanged = z.object({ ...place, user: EventUser, group: EventGroup });

const EventDirectory = z.object({
  object: z.literal("directory"),
  id: z.string(),
  organization_id: z.string(),
  /** The label in the directory's address, or its id. */
  external_key: z.string(),
  type: z.string(),
  name: z.string(),
  state: z.enum(["active", "deleting"]),
  domains: z.array(z.object({ id: z.string(), object: z.literal("organization_domain"), domain: z.string() })),
  ...times,
});

const DirectoryToken = z.object({
  object: z.literal("directory_token"),
  id: z.string(),
  ...place,
  token_suffix: z.string(),
  created_at: time,
});

/** A person who has access by a directory, as authn.sh shows a user. */
const ScimUser = z.object({
  object: z.literal("user"),
  id: z.string(),
  external_id: text,
  username: text,
  first_name: text,
  last_name: text,
  email_address: text,
  active: z.boolean(),
  /** Every mapped field that is not one of the standard ones above. */
  public_metadata: document,
  organization_role: text,
  /** Milliseconds since 1970. */
  created_at: z.number(),
  updated_at: z.number(),
});
const scimUserFields = { user: ScimUser, enterprise_connection_id: text, organization_id: z.string() };
const ScimUserChanged = z.object(scimUserFields);
const ScimUserUpdated = z.object({ ...scimUserFields, previous_attributes: document });

const ScimToken = z.object({
  object: z.literal("scim_token"),
  id: z.string(),
  ...place,
  name: z.string(),
  prefix: z.string(),
  /** Milliseconds since 1970. */
  created_at: z.number(),
  revoked_at: z.nullable(z.number()),
  /** Who acted: `bapi`, a management key; `fapi`, somebody in the dashboard. */
  meta: z.object({ surface: z.enum(["bapi", "fapi"]) }),
});

const membershipFields = {
  object: z.literal("organization_membership"),
  id: z.string(),
  organization_id: z.string(),
  directory_id: text,
  directory_user_id: text,
  name: z.string(),
  email: text,
  role: RoleSlug,
  roles: z.array(RoleSlug),
  status: z.enum(["active", "inactive"]),
  ...times,
};
const OrganizationMembership = z.object(membershipFields);
const OrganizationMembershipUpdated = z.object({ ...membershipFields, previous_attributes: document });

/** Everything that may happen: what each event means, and the shape of its `data`. */
export const EVENTS = {
  "dsync.activated": { says: "A directory was made and can take people and groups.", data: EventDirectory },
  "dsync.deleted": {
    says: "A directory was deleted. Events for each of its people and groups come before it.",
    data: EventDirectory,
  },
  "dsync.user.created": { says: "The identity provider sent a person for the first time.", data: UserChanged },
  "dsync.user.updated": {
    says: "A person changed, was deactivated (state inactive) or came back (state active).",
    data: UserUpdated,
  },
  "dsync.user.deleted": { says: "The identity provider deleted a person.", data: UserChanged },
  "dsync.group.created": { says: "The identity provider sent a group for the first time.", data: EventGroup },
  "dsync.group.updated": { says: "A group was renamed or got another attribute.", data: GroupUpdated },
  "dsync.group.deleted": { says: "The identity provider deleted a group. Its people stay.", data: EventGroup },
  "dsync.group.user_added": { says: "A person joined a group.", data: MembershipChanged },
  "dsync.group.user_removed": { says: "A person left a group.", data: MembershipChanged },
  "dsync.token.created": { says: "A SCIM token was issued.", data: DirectoryToken },
  "dsync.token.revoked": { says: "A SCIM token was revoked.", data: DirectoryToken },
  "scimUser.provisioned": { says: "A person got access: sent as active, or set active again.", data: ScimUserChanged },
  "scimUser.updated": { says: "A person with access changed.", data: ScimUserUpdated },
  "scimUser.deprovisioned": { says: "A person lost access: set inactive or deleted.", data: ScimUserChanged },
  "scimToken.issued": { says: "A SCIM token was issued.", data: ScimToken },
  "scimToken.revoked": { says: "A SCIM token was revoked.", data: ScimToken },
  "organization_membership.created": {
    says: "Somebody became an active member of the organization.",
    data: OrganizationMembership,
  },
  "organization_membership.updated": {
    says: "The role, profile or name of a member changed.",
    data: OrganizationMembershipUpdated,
  },
  "organization_membership.deleted": {
    says: "Somebody is no longer an active member of the organization.",
    data: OrganizationMembership,
  },
} as const;

export type EventType = keyof typeof EVENTS;
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];

/** `*`, a whole type, or a beginning that ends in `.*`, such as `dsync.user.*`. */
export const isEventPattern = (pattern: string): boolean =>
  pattern === "*" ||
  Object.hasOwn(EVENTS, pattern) ||
  (pattern.endsWith(".*") && EVENT_TYPES.some((type) => type.startsWith(pattern.slice(0, -1))));

/** Whether any of the patterns means this type. */
export const isWanted = (patterns: readonly string[], type: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1))),
  );

/** An event as feed and webhook give it out: WorkOS's names, and those of authn.sh beside them. */
export const EventEnvelope = z.object({
  object: z.literal("event"),
  /** `event_…`: the same in every delivery, so that a receiver can tell a repetition. Never holds a dot. */
  id: z.string(),
  event: z.string(),
  /** The same as `event`. */
  type: z.string(),
  organization_id: z.string(),
  directory_id: z.string(),
  data: document,
  created_at: time,
  /** The same as `created_at`. */
  timestamp: time,
  /** Greater in each later event of the organization; not without gaps. */
  sequence: z.number(),
  was_test: z.boolean(),
  context: z.object({ request_id: text }),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/* The feed, as WorkOS lists it */

const instant = z
  .string()
  .check(z.refine((value) => !Number.isNaN(Date.parse(value)), "A time is written as in 2026-01-31T12:00:00Z."));

/** What a query may say several times: `events[]=a&events[]=b`, or `events=a,b` as WorkOS's SDK writes it. */
const listed = z.transform((value: unknown) =>
  [value].flat().flatMap((item) => (typeof item === "string" ? item.split(",") : [item])),
);

/** `events` may hold patterns; without it, everything. */
export const EventFeedQuery = z.object({
  events: z.optional(
    z.pipe(
      listed,
      z.array(z.string().check(z.refine(isEventPattern, "There is no such event."))).check(z.maxLength(50)),
    ),
  ),
  organization_id: z.optional(z.string()),
  directory_id: z.optional(z.string()),
  range_start: z.optional(instant),
  range_end: z.optional(instant),
  /** The id of the last event seen, or the cursor of the last page. */
  after: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 10),
  order: z._default(z.enum(["asc", "desc"]), "asc"),
});
export type EventFeedQuery = z.infer<typeof EventFeedQuery>;

export const EventFeed = z.object({
  object: z.literal("list"),
  data: z.array(EventEnvelope),
  /** `after` of the next request: present whenever this page held anything when reading forward, so that a poller never starts over. */
  list_metadata: z.object({ before: text, after: text }),
});
export type EventFeed = z.infer<typeof EventFeed>;

/* The list in the dashboard */

export const EventSummary = z.object({
  id: z.string(),
  type: z.string(),
  at: time,
  directory: z.nullable(z.object({ id: z.string(), name: z.string() })),
  /** Whom or what it is about, in words. */
  subject: z.string(),
  requestId: z.string(),
});
export type EventSummary = z.infer<typeof EventSummary>;
export const EventPage = page(EventSummary);
export type EventPage = z.infer<typeof EventPage>;

export const EventQuery = z.object({
  /** A type or pattern. */
  type: z.optional(z.string().check(z.refine(isEventPattern, "There is no such event."))),
  directory: z.optional(z.string().check(z.maxLength(100))),
  /** A person's or group's name, an event's id or a request's. */
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type EventQuery = z.infer<typeof EventQuery>;

/** One event with the SCIM request that caused it, if there was one and the log still has it. */
export const EventDetail = z.extend(EventSummary, {
  envelope: EventEnvelope,
  request: z.nullable(z.object({ entryId: z.string(), directoryId: z.string(), sentence: z.string() })),
  deliveries: z.array(
    z.object({ id: z.string(), endpointId: z.string(), url: z.string(), state: z.string(), attempts: z.number() }),
  ),
});
export type EventDetail = z.infer<typeof EventDetail>;
