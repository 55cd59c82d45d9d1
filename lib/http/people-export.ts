import type { DirectoryUser, GroupMember } from "#lib/contract/directory-people.ts";
import { asCsv } from "./csv.ts";

/** One row for each person; times in UTC. */
export const usersAsCsv = (people: AsyncIterable<readonly DirectoryUser[]>) =>
  asCsv(people, {
    user_name: ({ userName }) => userName,
    display_name: ({ displayName }) => displayName,
    email: ({ email }) => email,
    external_id: ({ externalId }) => externalId,
    active: ({ active }) => active,
    groups: ({ groupCount }) => groupCount,
    created_utc: ({ createdAt }) => createdAt,
    updated_utc: ({ updatedAt }) => updatedAt,
    id: ({ id }) => id,
  });

/** One row for each person or group in a group. */
export const groupMembersAsCsv = (members: AsyncIterable<readonly GroupMember[]>) =>
  asCsv(members, {
    name: ({ name }) => name,
    type: ({ type }) => type,
    email: ({ email }) => email,
    active: ({ active }) => active,
    since_utc: ({ since }) => since,
    id: ({ id }) => id,
  });
