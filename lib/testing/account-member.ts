import { v7 } from "uuid";
import type { Database } from "#lib/db/database.ts";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import type { Services } from "#lib/http/services.ts";
import { adminContext } from "#lib/http/session.ts";

export interface AccountMember {
  readonly accountId: string;
  readonly memberId: string;
  readonly email: string;
  /** Acts as they would, with a password proved just now. */
  readonly ctx: AdminContext;
}

/** Somebody with an account who belongs to the organization by it, and by no directory. */
export async function addAccountMember(
  database: Database,
  services: Services,
  organizationId: string,
  role: string,
): Promise<AccountMember> {
  const [accountId, memberId] = [`account_${v7()}`, `member_${v7()}`];
  const email = `p-${v7().slice(-12)}@corp.example`;
  await database.prisma.account.create({ data: { id: accountId, email, name: "Bo", passwordHash: "x" } });
  await database.prisma.member.create({
    data: { organizationId, id: memberId, accountId, role, roleSource: "manual", name: "Bo", email },
  });
  const actor = { kind: "account", id: accountId, name: email, confirmedAt: new Date() } as const;
  return { accountId, memberId, email, ctx: adminContext(services, actor) };
}
