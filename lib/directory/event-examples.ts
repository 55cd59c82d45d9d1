/** Made-up data for each event of the catalogue: for test events, and for examples before the first real one. */
import type { EventType } from "#lib/contract/events.ts";
import type { JsonObject } from "#lib/scim/resource.ts";

const AT = "2026-01-31T12:00:00.000Z";
const MS = Date.parse(AT);

/** @returns `data` and, for `*.updated`, the former values */
export function exampleData(
  organizationId: string,
  type: EventType,
): { data: JsonObject; previous: JsonObject | null } {
  const place = { directory_id: "directory_example", organization_id: organizationId };
  const times = { created_at: AT, updated_at: AT };
  const group = {
    object: "directory_group",
    id: "directory_group_example",
    ...place,
    idp_id: "00g1example",
    name: "Engineering",
    raw_attributes: { displayName: "Engineering", externalId: "00g1example" },
    ...times,
  };
  const user = {
    object: "directory_user",
    id: "directory_user_example",
    ...place,
    idp_id: "00u1example",
    username: "ada@example.com",
    email: "ada@example.com",
    emails: [{ primary: true, type: "work", value: "ada@example.com" }],
    first_name: "Ada",
    last_name: "Lovelace",
    name: "Ada Lovelace",
    job_title: "Analyst",
    state: type === "dsync.user.deleted" ? "inactive" : "active",
    custom_attributes: {},
    role: { slug: "org:member" },
    roles: [{ slug: "org:member" }],
    raw_attributes: { userName: "ada@example.com", externalId: "00u1example", title: "Analyst" },
    ...times,
  };
  const access = {
    user: {
      object: "user",
      id: "directory_user_example",
      external_id: "00u1example",
      username: "ada@example.com",
      first_name: "Ada",
      last_name: "Lovelace",
      email_address: "ada@example.com",
      active: type !== "scimUser.deprovisioned",
      public_metadata: {},
      organization_role: "org:member",
      created_at: MS,
      updated_at: MS,
    },
    enterprise_connection_id: "directory_example",
    organization_id: organizationId,
  };
  const membership = {
    object: "organization_membership",
    id: "member_example",
    ...place,
    directory_user_id: "directory_user_example",
    name: "Ada Lovelace",
    email: "ada@example.com",
    role: { slug: "org:member" },
    roles: [{ slug: "org:member" }],
    status: type === "organization_membership.deleted" ? "inactive" : "active",
    ...times,
  };
  const directory = {
    object: "directory",
    id: "directory_example",
    organization_id: organizationId,
    external_key: "directory_example",
    type: "okta_scim",
    name: "Okta",
    state: type === "dsync.deleted" ? "deleting" : "active",
    domains: [],
    ...times,
  };
  const dsyncToken = {
    object: "directory_token",
    id: "scimt_example",
    ...place,
    token_suffix: "a1b2",
    created_at: AT,
  };
  const scimToken = {
    object: "scim_token",
    id: "scimt_example",
    ...place,
    name: "Okta",
    prefix: "scim_AbCdEfGh",
    created_at: MS,
    revoked_at: type === "scimToken.revoked" ? MS : null,
    meta: { surface: "fapi" },
  };
  const withGroups = {
    ...user,
    groups: [{ object: "directory_group", id: "directory_group_example", name: "Engineering" }],
  };
  const examples: Record<EventType, [JsonObject, JsonObject?]> = {
    "dsync.activated": [directory],
    "dsync.deleted": [directory],
    "dsync.user.created": [withGroups],
    "dsync.user.updated": [withGroups, { job_title: "Mathematician", raw_attributes: { title: "Mathematician" } }],
    "dsync.user.deleted": [withGroups],
    "dsync.group.created": [group],
    "dsync.group.updated": [group, { name: "Engineers", raw_attributes: { displayName: "Engineers" } }],
    "dsync.group.deleted": [group],
    "dsync.group.user_added": [{ ...place, user, group }],
    "dsync.group.user_removed": [{ ...place, user, group }],
    "dsync.token.created": [dsyncToken],
    "dsync.token.revoked": [dsyncToken],
    "scimUser.provisioned": [access],
    "scimUser.updated": [access, { first_name: "Augusta" }],
    "scimUser.deprovisioned": [access],
    "scimToken.issued": [scimToken],
    "scimToken.revoked": [scimToken],
    "organization_membership.created": [membership],
    "organization_membership.updated": [membership, { role: { slug: "org:admin" }, roles: [{ slug: "org:admin" }] }],
    "organization_membership.deleted": [membership],
  };
  const [data, previous = null] = examples[type];
  return { data, previous };
}
