/** Users and groups as the API shows them: WorkOS's field names, which the events have too. */
import type { GroupRecord, UserRecord, UserWithGroups } from "#lib/directory/people.ts";
import { prefixedId } from "#lib/directory/prefixed-id.ts";
import type { StoredResource } from "#lib/scim/resource.ts";

const text = (value: unknown) => (typeof value === "string" ? value : null);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const place = ({ directoryId, organizationId }: GroupRecord) => ({
  directory_id: directoryId,
  organization_id: organizationId,
});
const times = ({ createdAt, updatedAt }: GroupRecord) => ({
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

function emailsOf({ emails }: StoredResource) {
  return (Array.isArray(emails) ? (emails as unknown[]).filter(isObject) : []).map(({ primary, type, value }) => ({
    primary: primary === true,
    type: text(type),
    value: text(value),
  }));
}

/** Mapped fields that have a place of their own. */
const STANDARD = new Set(["email_address", "username", "first_name", "last_name", "name", "external_id", "active"]);
const customAttributes = (profile: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(profile).filter(([field]) => !STANDARD.has(field)));

export function toUser(user: UserRecord) {
  const { stored, member } = user;
  const profile = member?.profile ?? {};
  return {
    id: prefixedId("directory_user", user.id),
    object: "directory_user" as const,
    ...place(user),
    idp_id: text(stored.externalId),
    username: text(stored.userName),
    email: text(profile.email_address) ?? user.email,
    emails: emailsOf(stored),
    first_name: text(profile.first_name),
    last_name: text(profile.last_name),
    name: member?.name ?? text(stored.displayName),
    job_title: text(stored.title),
    state: user.active ? ("active" as const) : ("inactive" as const),
    custom_attributes: customAttributes(profile),
    role: member && { slug: member.role },
    roles: member ? [{ slug: member.role }] : [],
    raw_attributes: stored,
    ...times(user),
  };
}

export const toUserWithGroups = (user: UserWithGroups) => ({ ...toUser(user), groups: user.groups.map(toGroup) });

export const toGroup = (group: GroupRecord) => ({
  id: prefixedId("directory_group", group.id),
  object: "directory_group" as const,
  ...place(group),
  idp_id: text(group.stored.externalId),
  name: text(group.stored.displayName) ?? "",
  raw_attributes: group.stored,
  ...times(group),
});
