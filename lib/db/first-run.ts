import type { MintedSecret } from "#lib/auth/bearer-secret.ts";
import type { PrismaClient } from "./generated/client.ts";

export interface FirstRunInput {
  readonly email: string;
  readonly passwordHash: string;
  /** Absent when ROLLCALL_API_KEY is set: no other is needed then. */
  readonly apiKey: MintedSecret | undefined;
  readonly newId: () => string;
  readonly now: Date;
}

/** Whether nobody can sign in yet. */
export async function isNew(prisma: PrismaClient): Promise<boolean> {
  return (await prisma.account.findFirst({ select: { id: true } })) === null;
}

/** The first account, its organization with it as the owner, and a management key for the whole instance. */
export async function seedFirstRun(prisma: PrismaClient, input: FirstRunInput): Promise<void> {
  const id = (prefix: string) => `${prefix}_${input.newId().replaceAll("-", "")}`;
  const account = { id: id("account"), email: input.email, name: "Admin", passwordHash: input.passwordHash };
  const organizationId = id("org");
  const owner = {
    id: id("member"),
    accountId: account.id,
    role: "org:owner",
    roleSource: "manual",
    name: account.name,
  };
  const { apiKey } = input;
  await prisma.$transaction([
    prisma.account.create({ data: account }),
    prisma.organization.create({ data: { id: organizationId, name: "My organization" } }),
    prisma.member.create({ data: { ...owner, organizationId, email: input.email } }),
    ...(apiKey
      ? [
          prisma.apiKey.create({
            data: {
              id: id("key"),
              organizationId: null,
              name: "Made at first start",
              hash: new Uint8Array(apiKey.hash),
              prefix: apiKey.prefix,
              lastFour: apiKey.lastFour,
              createdBy: "First start",
            },
          }),
        ]
      : []),
  ]);
}
