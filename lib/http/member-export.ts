import type { Member } from "#lib/contract/member.ts";
import { asCsv } from "./csv.ts";

/** For an access review: who, with which role and why, since when, last seen when. Times in UTC. */
export const membersAsCsv = (lines: AsyncIterable<readonly Member[]>) =>
  asCsv(lines, {
    name: ({ name }) => name,
    email: ({ email }) => email,
    role: ({ role }) => role,
    role_source: ({ roleSource }) => roleSource,
    source: ({ source }) => source,
    directory: ({ directory }) => directory?.name,
    active: ({ active }) => active,
    member_since_utc: ({ createdAt }) => createdAt,
    left_utc: ({ deactivatedAt }) => deactivatedAt,
    last_seen_utc: ({ account }) => account?.lastSeenAt,
    id: ({ id }) => id,
  });
