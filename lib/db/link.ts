/** One member of the two: an account's own, and the person whom a directory sends under the same address. */
import type { AuditWrite } from "#lib/directory/admin-context.ts";
import type { LinkOutcome, LinkPair } from "#lib/directory/administration-context.ts";
import { formerValues } from "#lib/directory/event-objects.ts";
import { prefixedId } from "#lib/directory/prefixed-id.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { insertEvents, json } from "./consequences.ts";
import { ANOTHER, LOCK_ORGANIZATION } from "./last-admin.ts";
import { MEMBER_FRAME, MEMBERSHIP_BEGINS, MEMBERSHIP_ENDS, membershipData } from "./member-sql.ts";
import type { Sql } from "./sql.ts";

const COLUMNS = "id, role, active, name, email, profile, directory_id, directory_user_id, revision";
/** The account's own membership, also one that was taken out: linking revives it with its role. */
const OWN = `select ${COLUMNS} from member where organization_id = $1 and account_id = $2 for update`;
const PERSON = `
  select ${COLUMNS} from member where organization_id = $1 and directory_id = $2 and directory_user_id = $3::uuid
    and account_id is null for update`;

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly role: string;
  readonly active: boolean;
  readonly name: string;
  readonly email: string | null;
  readonly profile: JsonObject;
  readonly directory_id: string | null;
  readonly directory_user_id: string | null;
  readonly revision: number;
}

/** The two memberships, locked until the transaction ends, and the organization with them. */
export interface LockedPair {
  readonly own: Row | undefined;
  readonly person: Row | undefined;
}

export async function lockPair(
  inside: Sql,
  { organizationId, directoryId, userId, accountId }: LinkPair,
): Promise<LockedPair> {
  await inside.query(LOCK_ORGANIZATION, [organizationId]);
  const [own] = await inside.query<Row>(OWN, [organizationId, accountId]);
  const [person] = await inside.query<Row>(PERSON, [organizationId, directoryId, userId]);
  return { own, person };
}

/** What stands in the way of a link, if anything. */
export async function linkRefusal(
  inside: Sql,
  { organizationId }: LinkPair,
  { own, person }: LockedPair,
  { changesOwners }: { changesOwners: boolean },
): Promise<Exclude<LinkOutcome, "done"> | undefined> {
  if (own?.role === "org:owner" && !changesOwners) return "owner";
  const keeps = own?.role === "org:owner" ? "owner" : own?.role === "org:admin" ? "admin" : null;
  if (!own?.active || !keeps || !person || person.active) return undefined;
  return (await inside.query(ANOTHER, [organizationId, own.id, keeps])).length === 0 ? "last" : undefined;
}

const ATTACH = "update member set account_id = $3, updated_at = $4::timestamptz where organization_id = $1 and id = $2";
const DELETE = "delete from member where organization_id = $1 and id = $2";
/**
 * The account's own membership takes the directory's place in it; its role stays what somebody gave it. Its revision is
 * one that no sync has read of either.
 */
const TAKE_OVER = `
  update member set directory_id = $3, directory_user_id = $4::uuid, active = active and $5::boolean, removed_at = null,
    profile = $6::jsonb, name = $7, email = $8, updated_at = $9::timestamptz, revision = greatest(revision, $10::int) + 1,
    deactivated_at = case when active and not $5::boolean then $9::timestamptz else deactivated_at end
  where organization_id = $1 and id = $2 returning active`;
/** The membership that was told goes on, as somebody else's of another directory: $5 what it was. */
const MOVES = insertEvents(
  "organization_membership.updated",
  {
    subject: "m.directory_user_id::text",
    data: membershipData("m", "$3::timestamptz"),
    previous: "$5::jsonb",
    from: "member m where m.organization_id = $1 and m.id = $2",
  },
  MEMBER_FRAME,
);

const shownOf = ({ directory_id, directory_user_id, name, email }: Row): JsonObject => ({
  directory_id,
  directory_user_id: directory_user_id && prefixedId("directory_user", directory_user_id),
  name,
  email,
});
function previousOf(own: Row, person: Row): JsonObject {
  const former = formerValues(shownOf(own), shownOf(person));
  const profile = formerValues(own.profile, person.profile);
  return Object.keys(profile).length === 0 ? former : { ...former, profile };
}

/** The account's own membership goes on for the person; the directory's ends, and the application is told of both. */
async function merge(
  inside: Sql,
  { own, person }: { own: Row; person: Row },
  { organizationId, at, id: cause }: AuditWrite,
): Promise<void> {
  const { directory_id, directory_user_id, active, profile, name, email, revision } = person;
  const paramsOf = ({ id }: Row) => [organizationId, id, at, cause];
  /** Of a membership by the account alone, the application knows nothing. */
  const wasTold = own.active && own.directory_user_id !== null;
  if (active) await inside.query(MEMBERSHIP_ENDS, paramsOf(person));
  if (wasTold && !active) await inside.query(MEMBERSHIP_ENDS, paramsOf(own));
  await inside.query(DELETE, [organizationId, person.id]);
  const whose = [organizationId, own.id, directory_id, directory_user_id];
  const [kept] = await inside.query<Pick<Row, "active">>(TAKE_OVER, [
    ...whose,
    active,
    json(profile),
    name,
    email,
    at,
    revision,
  ]);
  if (!kept?.active) return;
  if (!wasTold) await inside.query(MEMBERSHIP_BEGINS, paramsOf(own));
  else await inside.query(MOVES, [...paramsOf(own), json(previousOf(own, person))]);
}

/** Makes one member of the two. */
export async function link(inside: Sql, pair: LinkPair, { own, person }: LockedPair, audit: AuditWrite): Promise<void> {
  if (!person) return;
  if (own) await merge(inside, { own, person }, audit);
  else await inside.query(ATTACH, [pair.organizationId, person.id, pair.accountId, audit.at]);
}
