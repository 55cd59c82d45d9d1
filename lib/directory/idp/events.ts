import type { EventType } from "#lib/contract/events.ts";
import { isActive } from "#lib/scim/is-active.ts";
import type { JsonObject, StoredResource } from "#lib/scim/resource.ts";
import type { EventWrite, IdpContext } from "../context.ts";
import { directoryGroup, directoryUser, formerValues, scimUser } from "../event-objects.ts";
import type { MemberWrite } from "../membership.ts";
import { prefixedId } from "../prefixed-id.ts";
import type { GroupRow, UserRow } from "../rows.ts";

const place = (ctx: IdpContext) => ({
  directory_id: ctx.directory.id,
  organization_id: ctx.directory.organizationId,
});

/** What a person is before or after a change. */
interface Person {
  readonly row: UserRow;
  readonly member: Pick<MemberWrite, "name" | "email" | "profile" | "roles">;
}

const mapped = ({ name, email, profile, roles }: Person["member"]) => ({ name, email, profile, roles });

function userData(ctx: IdpContext, { row, member }: Person) {
  const groups = (row.groups ?? []).map(({ value, display }) => ({
    object: "directory_group",
    id: prefixedId("directory_group", value),
    name: display,
  }));
  return { ...directoryUser(place(ctx), row, mapped(member)), groups } as unknown as JsonObject;
}

const accessData = (ctx: IdpContext, { row, member }: Person, active: boolean): JsonObject => ({
  user: scimUser(row, mapped(member), active),
  enterprise_connection_id: ctx.directory.id,
  organization_id: ctx.directory.organizationId,
});

const event = (type: EventType, subjectId: string, data: JsonObject, previous: JsonObject | null = null) => ({
  type,
  subjectId,
  data,
  previous,
});

/** Access begins, changes or ends with `active`, whichever request says so: authn.sh's half of the catalogue. */
function accessEvents(ctx: IdpContext, before: Person | null, after: Person | null): EventWrite[] {
  const had = before !== null && isActive(before.row.stored);
  const has = after !== null && isActive(after.row.stored);
  const person = after ?? before;
  if (!person || !(had || has)) return [];
  const { id } = person.row;
  const data = accessData(ctx, person, has);
  if (!had) return [event("scimUser.provisioned", id, data)];
  if (!has) return [event("scimUser.deprovisioned", id, data)];
  const former = before && formerValues(accessData(ctx, before, true).user as JsonObject, data.user as JsonObject);
  return [event("scimUser.updated", id, data, former)];
}

export const userCreated = (ctx: IdpContext, after: Person): EventWrite[] => [
  event("dsync.user.created", after.row.id, userData(ctx, after)),
  ...accessEvents(ctx, null, after),
];

/** None where nobody would see a difference: groups written into a person that no rule looks at, for example. */
export function userUpdated(ctx: IdpContext, before: Person, after: Person): EventWrite[] {
  const data = userData(ctx, after);
  const former = formerValues(userData(ctx, before), data);
  if (after.row.version === before.row.version && Object.keys(former).length === 0) return [];
  return [event("dsync.user.updated", after.row.id, data, former), ...accessEvents(ctx, before, after)];
}

export const userDeleted = (ctx: IdpContext, before: Person): EventWrite[] => [
  event("dsync.user.deleted", before.row.id, { ...userData(ctx, before), state: "inactive" }),
  ...accessEvents(ctx, before, null),
];

export function groupEvent(
  ctx: IdpContext,
  type: "dsync.group.created" | "dsync.group.updated" | "dsync.group.deleted",
  row: GroupRow,
  before: StoredResource | null,
): EventWrite {
  const data = directoryGroup(place(ctx), row) as unknown as JsonObject;
  const former = before && formerValues(directoryGroup(place(ctx), { ...row, stored: before }) as never, data);
  return event(type, row.id, data, former);
}
