/** Users and groups as the API shows them: just as the events do. */
import { directoryGroup, directoryUser } from "#lib/directory/event-objects.ts";
import type { GroupRecord, UserRecord, UserWithGroups } from "#lib/directory/people.ts";
import type { JsonObject } from "#lib/scim/resource.ts";

const place = ({ directoryId, organizationId }: GroupRecord) => ({
  directory_id: directoryId,
  organization_id: organizationId,
});

export function toUser(user: UserRecord) {
  const { member, stored, email } = user;
  return directoryUser(place(user), user, {
    name: member?.name ?? String(stored.displayName ?? stored.userName ?? "Unnamed"),
    email,
    profile: (member?.profile ?? {}) as JsonObject,
    roles: member ? [member.role] : [],
  });
}

export const toGroup = (group: GroupRecord) => directoryGroup(place(group), group);

export const toUserWithGroups = (user: UserWithGroups) => ({ ...toUser(user), groups: user.groups.map(toGroup) });
