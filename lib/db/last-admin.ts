import type { IdpDirectory, UnlessLast } from "#lib/directory/context.ts";
import type { MemberWrite } from "#lib/directory/membership.ts";
import { ADMIN_ROLES } from "#lib/mapping/configuration.ts";
import type { Sql } from "./sql.ts";

/** $1 the organization. Whoever takes an admin away, by hand or by sync, waits here for the others who do. */
export const LOCK_ORGANIZATION = "select id from organization where id = $1 for update";

/** Whether somebody beside $2 can sign in and run the organization: $3 `owner` or `admin`, as needed. */
export const ANOTHER = `
  select 1 as one from member
  where organization_id = $1 and id <> $2 and active and account_id is not null
    and (role = 'org:owner' or ($3 = 'admin' and role = 'org:admin')) limit 1`;

const OTHERS = `
  select exists (
    select from member m where m.organization_id = $1 and m.active and not (m.id = any($2::text[]))
      and (m.role = any($3::text[]) or m.roles && $3::text[])
  ) as found`;

/** Whether an active admin is left beside these members. The organization stays locked until the transaction ends. */
export async function hasOtherAdmin(
  transaction: Sql,
  organizationId: string,
  without: readonly string[],
): Promise<boolean> {
  await transaction.query(LOCK_ORGANIZATION, [organizationId]);
  // A statement of its own: it has to see what those who held the lock before have written.
  const [row] = await transaction.query<{ found: boolean }>(OTHERS, [organizationId, without, ADMIN_ROLES]);
  return row?.found ?? false;
}

interface Taking extends UnlessLast {
  readonly directory: Pick<IdpDirectory, "organizationId">;
  readonly member: MemberWrite;
}

/** Makes the change as it was meant, or, where it would leave nobody to administrate the organization, as `unlessLast` says. */
export async function guardLastAdmin<Change extends Taking, Result>(
  transaction: Sql,
  change: Change,
  unlessLast: UnlessLast,
  make: (change: Change) => Promise<Result>,
): Promise<Result> {
  const isLeft = await hasOtherAdmin(transaction, change.directory.organizationId, [change.member.id]);
  return make(isLeft ? change : { ...change, ...unlessLast });
}
