import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

export interface AccountRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A running session and whose it is. */
export interface SessionRecord extends AccountRecord {
  readonly sessionId: string;
  /** When the password was last proved. */
  readonly confirmedAt: Date;
}

/** A session nobody used for so long is over, whatever its cookie says. */
export const SESSION_IDLE_MS = 30 * 60_000;

/** Who can sign in to the dashboard, and their sessions. */
export interface AccountStore {
  /** @param email lower-cased */
  findByEmail(email: string): Promise<(AccountRecord & { passwordHash: string }) | undefined>;
  /** Notes that the password was proved just now in this session. */
  confirmSession(id: string, at: Date): Promise<void>;
  startSession(session: {
    id: string;
    accountId: string;
    createdAt: Date;
    expiresAt: Date;
    userAgent: string | null;
    ip?: string | null;
  }): Promise<void>;
  /**
   * A session that has neither ended, nor expired, nor been idle for half an hour, of an account that is not disabled.
   * Notes the visit, unless `unattended`: a page that asks again by itself keeps no session alive.
   */
  findSession(id: string, now: Date, visit?: { unattended: boolean }): Promise<SessionRecord | undefined>;
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
      const { createdAt } = session;
      await guarded(() =>
        prisma.session.create({ data: { ...session, lastSeenAt: createdAt, confirmedAt: createdAt } }),
      );
    },
    async findSession(id, now, { unattended } = { unattended: false }) {
      const session = await guarded(() =>
        prisma.session.findFirst({
          where: {
            id,
            endedAt: null,
            expiresAt: { gt: now },
            lastSeenAt: { gt: new Date(now.getTime() - SESSION_IDLE_MS) },
            account: { disabledAt: null },
          },
          select: {
            createdAt: true,
            lastSeenAt: true,
            confirmedAt: true,
            account: { select: { id: true, email: true, name: true } },
          },
        }),
      );
      if (!session) return undefined;
      if (!unattended && now.getTime() - session.lastSeenAt.getTime() > VISIT_EVERY_MS) {
        await guarded(() => prisma.session.updateMany({ where: { id }, data: { lastSeenAt: now } }));
      }
      return { ...session.account, sessionId: id, confirmedAt: session.confirmedAt ?? session.createdAt };
    },
    async confirmSession(id, at) {
      await guarded(() => prisma.session.updateMany({ where: { id, endedAt: null }, data: { confirmedAt: at } }));
    },
    async endSession(id, at) {
      await guarded(() => prisma.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } }));
    },
  };
}
