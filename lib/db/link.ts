/** One member of the two: an account's own, and the person whom a directory sends under the same address. */
import type { LinkOutcome, LinkPair } from "#lib/directory/administration-context.ts";
import { ANOTHER, LOCK_ORGANIZATION } from "./last-admin.ts";
import type { Sql } from "./sql.ts";

/** The account's own membership, also one that was taken out: linking revives it with its role. */
const OWN = "select id, role, active from member where organization_id = $1 and account_id = $2 for update";
const PERSON = `
  select active from member where organization_id = $1 and directory_id = $2 and directory_user_id = $3::uuid
    and account_id is null for update`;

/** The account's own membership takes the directory's place in it; its role stays what somebody gave it. */
const MERGE = [
  `delete from member m using member own
   where m.organization_id = $1 and m.directory_id = $2 and m.directory_user_id = $3::uuid and m.account_id is null
     and own.organization_id = $1 and own.account_id = $4
   returning m.active, m.profile, m.name, m.email, m.deactivated_at`,
  `update member set directory_id = $2, directory_user_id = $3::uuid, active = active and $5::boolean, removed_at = null,
     profile = $6::jsonb, name = $7, email = $8, updated_at = $9::timestamptz,
     deactivated_at = case when active and not $5::boolean then $9::timestamptz else deactivated_at end
   where organization_id = $1 and account_id = $4`,
  `update member set account_id = $4, updated_at = $5::timestamptz
   where organization_id = $1 and directory_id = $2 and directory_user_id = $3::uuid and account_id is null`,
] as const;

interface Merged extends Record<string, unknown> {
  active: boolean;
  profile: unknown;
  name: string;
  email: string | null;
}

interface Own extends Record<string, unknown> {
  id: string;
  role: string;
  active: boolean;
}

/** What stands in the way of a link, if anything. The organization stays locked until the transaction ends. */
export async function linkRefusal(
  inside: Sql,
  { organizationId, directoryId, userId, accountId }: LinkPair,
  { changesOwners }: { changesOwners: boolean },
): Promise<Exclude<LinkOutcome, "done"> | undefined> {
  await inside.query(LOCK_ORGANIZATION, [organizationId]);
  const [own] = await inside.query<Own>(OWN, [organizationId, accountId]);
  if (own?.role === "org:owner" && !changesOwners) return "owner";
  const keeps = own?.role === "org:owner" ? "owner" : own?.role === "org:admin" ? "admin" : null;
  if (!own?.active || !keeps) return undefined;
  const [person] = await inside.query<{ active: boolean }>(PERSON, [organizationId, directoryId, userId]);
  if (!person || person.active) return undefined;
  return (await inside.query(ANOTHER, [organizationId, own.id, keeps])).length === 0 ? "last" : undefined;
}

/** Makes one member of the two. */
export async function link(
  inside: Sql,
  { organizationId, directoryId, userId, accountId }: LinkPair,
  at: Date,
): Promise<void> {
  const pair = [organizationId, directoryId, userId, accountId];
  const [merged] = await inside.query<Merged>(MERGE[0], pair);
  if (merged) {
    const { active, profile, name, email } = merged;
    await inside.query(MERGE[1], [...pair, active, JSON.stringify(profile), name, email, at]);
  } else {
    await inside.query(MERGE[2], [...pair, at]);
  }
}
