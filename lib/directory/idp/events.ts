import { differences } from "#lib/scim/difference.ts";
import type { JsonObject, StoredResource } from "#lib/scim/resource.ts";
import type { EventWrite, GroupRow, IdpContext, MemberWrite, UserRow } from "../context.ts";

type UserEventType = "dsync.user.created" | "dsync.user.updated" | "dsync.user.deleted";
type GroupEventType = "dsync.group.created" | "dsync.group.updated" | "dsync.group.deleted";

const place = (ctx: IdpContext) => ({
  directory_id: ctx.directory.id,
  organization_id: ctx.directory.organizationId,
});

const times = (row: UserRow | GroupRow) => ({
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** A change of a person, with the whole person and, for an update, the former values of what changed. */
export function userEvent(
  ctx: IdpContext,
  type: UserEventType,
  row: UserRow,
  member: MemberWrite,
  before: StoredResource | null,
): EventWrite {
  const { profile } = member;
  return {
    type,
    subjectId: row.id,
    data: {
      object: "directory_user",
      id: row.id,
      ...place(ctx),
      idp_id: row.stored.externalId ?? null,
      username: row.stored.userName ?? null,
      email: member.email,
      first_name: profile.first_name ?? null,
      last_name: profile.last_name ?? null,
      name: member.name,
      state: member.active && type !== "dsync.user.deleted" ? "active" : "inactive",
      raw_attributes: row.stored,
      ...times(row),
    },
    previous: before && formerValues(before, row.stored),
  };
}

export function groupEvent(
  ctx: IdpContext,
  type: GroupEventType,
  row: GroupRow,
  before: StoredResource | null,
): EventWrite {
  return {
    type,
    subjectId: row.id,
    data: {
      object: "directory_group",
      id: row.id,
      ...place(ctx),
      idp_id: row.stored.externalId ?? null,
      name: row.stored.displayName ?? null,
      raw_attributes: row.stored,
      ...times(row),
    },
    previous: before && formerValues(before, row.stored),
  };
}

function formerValues(before: StoredResource, after: StoredResource): JsonObject {
  return Object.fromEntries(differences(before, after).map((change) => [change.attribute, change.before ?? null]));
}
