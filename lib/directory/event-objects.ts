/** People and groups as events and the API show them (lib/contract/events.ts). lib/db/event-objects.ts says the same in SQL. */
import type { EventGroup, EventUser } from "#lib/contract/events.ts";
import { isActive } from "#lib/scim/is-active.ts";
import type { JsonObject, JsonValue, StoredResource } from "#lib/scim/resource.ts";
import { isObject, isSame } from "#lib/scim/value.ts";
import { prefixedId } from "./prefixed-id.ts";

/** The tenant a thing belongs to. */
export interface Place {
  readonly directory_id: string;
  readonly organization_id: string;
}

interface Row {
  /** The UUID that SCIM shows. */
  readonly id: string;
  readonly stored: StoredResource;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What the directory's mapping made of the person. */
export interface MappedPerson {
  readonly name: string;
  readonly email: string | null;
  readonly profile: JsonObject;
  /** Slugs of the roles; the one that counts comes first. */
  readonly roles: readonly string[];
}

/** Mapped fields that have a place of their own; every other one is a custom attribute. */
export const STANDARD_FIELDS = [
  "email_address",
  "username",
  "first_name",
  "last_name",
  "name",
  "external_id",
  "active",
  "organization_role",
  "public_metadata",
  "custom_attributes",
] as const;

const text = (value: JsonValue | undefined) => (typeof value === "string" ? value : null);

const times = (row: Row) => ({ created_at: row.createdAt.toISOString(), updated_at: row.updatedAt.toISOString() });

/** Fields that only this organization maps: metadata and declared attributes under their keys, and whatever else is not standard. */
export function customAttributes(profile: JsonObject): JsonObject {
  const standard = new Set<string>(STANDARD_FIELDS);
  const { public_metadata: metadata = null, custom_attributes: declared = null } = profile;
  const own = Object.entries(profile).filter(([field]) => !standard.has(field));
  return { ...Object.fromEntries(own), ...(isObject(metadata) && metadata), ...(isObject(declared) && declared) };
}

function emailsOf(stored: StoredResource): EventUser["emails"] {
  const emails = Array.isArray(stored.emails) ? stored.emails.filter(isObject) : [];
  return emails.map(({ primary, type, value }) => ({
    primary: primary === true,
    type: text(type),
    value: text(value),
  }));
}

/** WorkOS's directory user. */
export function directoryUser(place: Place, row: Row, person: MappedPerson): EventUser {
  const { stored } = row;
  const [role] = person.roles;
  return {
    object: "directory_user",
    id: prefixedId("directory_user", row.id),
    ...place,
    idp_id: text(stored.externalId),
    username: text(stored.userName),
    email: person.email,
    emails: emailsOf(stored),
    first_name: text(person.profile.first_name),
    last_name: text(person.profile.last_name),
    name: person.name,
    job_title: text(stored.title),
    state: isActive(stored) ? "active" : "inactive",
    custom_attributes: customAttributes(person.profile),
    role: role === undefined ? null : { slug: role },
    roles: person.roles.map((slug) => ({ slug })),
    raw_attributes: stored,
    ...times(row),
  };
}

/** WorkOS's directory group. */
export function directoryGroup(place: Place, row: Row): EventGroup {
  return {
    object: "directory_group",
    id: prefixedId("directory_group", row.id),
    ...place,
    idp_id: text(row.stored.externalId),
    name: text(row.stored.displayName) ?? "",
    raw_attributes: row.stored,
    ...times(row),
  };
}

/** authn.sh's user. */
export function scimUser(row: Row, person: MappedPerson, active: boolean) {
  const { profile } = person;
  return {
    object: "user" as const,
    id: prefixedId("directory_user", row.id),
    external_id: text(row.stored.externalId),
    username: text(row.stored.userName),
    first_name: text(profile.first_name),
    last_name: text(profile.last_name),
    email_address: person.email,
    active,
    public_metadata: customAttributes(profile),
    organization_role: person.roles[0] ?? null,
    created_at: row.createdAt.getTime(),
    updated_at: row.updatedAt.getTime(),
  };
}

/** Of these, only the parts that changed are named among the former values. */
const PARTIAL = new Set(["raw_attributes", "custom_attributes", "public_metadata"]);
const UNTOLD = new Set(["updated_at", "schemas"]);

/** The former values of what differs, as `previous_attributes` has them; null for what was not there. */
export function formerValues(before: JsonObject, after: JsonObject): JsonObject {
  const former: JsonObject = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[name] ?? null;
    const is = after[name] ?? null;
    if (UNTOLD.has(name) || isSame(was, is)) continue;
    former[name] = PARTIAL.has(name) && isObject(was) && isObject(is) ? formerValues(was, is) : was;
  }
  return former;
}
