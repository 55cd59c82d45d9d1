import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

export interface AccountRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** Who can sign in to the dashboard, and their sessions. */
export interface AccountStore {
  /** @param email lower-cased */
  findByEmail(email: string): Promise<(AccountRecord & { passwordHash: string }) | undefined>;
  startSession(session: {
    id: string;
    accountId: string;
    createdAt: Date;
    expiresAt: Date;
    userAgent: string | null;
  }): Promise<void>;
  /** The account of a session that has neither ended nor expired, of an account that is not disabled. Notes the visit. */
  findSession(id: string, now: Date): Promise<AccountRecord | undefined>;
  endSession(id: string, at: Date): Promise<void>;
}

const VISIT_EVERY_MS = 60_000;

export function accountStore(prisma: PrismaClient): AccountStore {
  return {
    async findByEmail(email) {
      const account = await guarded(() => prisma.account.findUnique({ where: { email } }));
      return account && !account.disabledAt ? account : undefined;
    },
    async startSession(session) {
      await guarded(() => prisma.session.create({ data: session }));
    },
    async findSession(id, now) {
      const session = await guarded(() =>
        prisma.session.findFirst({
          where: { id, endedAt: null, expiresAt: { gt: now }, account: { disabledAt: null } },
          select: { lastSeenAt: true, account: { select: { id: true, email: true, name: true } } },
        }),
      );
      if (!session) return undefined;
      if (now.getTime() - session.lastSeenAt.getTime() > VISIT_EVERY_MS) {
        await guarded(() => prisma.session.updateMany({ where: { id }, data: { lastSeenAt: now } }));
      }
      return session.account;
    },
    async endSession(id, at) {
      await guarded(() => prisma.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } }));
    },
  };
}
