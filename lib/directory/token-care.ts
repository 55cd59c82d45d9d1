/** Looking after tokens: what they are used for, when they end, and how one takes over from another. */
import type { IssuedToken, RotateToken, TokenUsage } from "#lib/contract/credential.ts";
import type { AdminContext } from "./admin-context.ts";
import { requireDirectory } from "./directories.ts";
import { notFound } from "./error.ts";
import { rotateToken } from "./tokens.ts";

/** As `rotateToken`, for a caller that knows the directory. */
export async function rotateDirectoryToken(
  ctx: AdminContext,
  directoryId: string,
  tokenId: string,
  input: RotateToken,
): Promise<IssuedToken> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const token = await ctx.stores.tokens.find(record.organizationId, tokenId);
  if (token?.directoryId !== directoryId) throw notFound("token");
  const { directoryId: _, ...issued } = await rotateToken(ctx, record.organizationId, tokenId, input);
  return issued;
}

/** Calls after which it is fair to say that a scope is not needed. */
const CALLS_TO_JUDGE = 100;

/** What each token of the directory was used for lately. */
export async function tokenUsage(ctx: AdminContext, directoryId: string): Promise<TokenUsage[]> {
  await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  const tokens = await ctx.stores.tokens.ofDirectory(directoryId);
  const live = tokens.filter(({ revokedAt }) => revokedAt === null);
  const now = ctx.now();
  const traffic = await ctx.stores.tokens.traffic(
    directoryId,
    live.map(({ id }) => id),
    new Date(now.getTime() - 86_400_000),
  );
  return live.map(({ id, scopes }) => {
    const { calls = 0, callsLastDay = 0, refusedLastDay = 0, used = [] } = traffic.get(id) ?? {};
    const unused = calls < CALLS_TO_JUDGE ? [] : scopes.filter((scope) => !used.includes(scope));
    return { tokenId: id, callsLastDay, refusedLastDay, unusedScopes: unused };
  });
}

/** A token whose end somebody has to hear of. */
export interface TokenWarning {
  readonly organizationId: string;
  readonly directoryId: string;
  readonly directoryName: string;
  readonly tokenId: string;
  readonly name: string;
  readonly prefix: string;
  readonly expiresAt: Date;
  /** 30, 14, 7 or 1: the warning that is due. */
  readonly days: number;
}

const WARN_DAYS = [1, 7, 14, 30];

/** The directory's words about a token that ends. */
export interface EndingToken extends Omit<TokenWarning, "days"> {}
export interface EndingTokens {
  /** Not revoked, not replaced, ending within the given times; of every directory. */
  endingBetween(from: Date, to: Date): Promise<EndingToken[]>;
}

/**
 * Tokens of the whole instance that end in 30, 14, 7 or 1 days, counted to the day, so that a caller that asks once a day
 * warns once for each. For the job that sends e-mail and events.
 */
export async function tokensToWarnOf(store: EndingTokens, now: Date): Promise<TokenWarning[]> {
  const day = 86_400_000;
  const ending = await store.endingBetween(now, new Date(now.getTime() + 31 * day));
  return ending.flatMap((token) => {
    const left = Math.floor((token.expiresAt.getTime() - now.getTime()) / day);
    const days = WARN_DAYS.find((one) => one === left);
    return days === undefined ? [] : [{ ...token, days }];
  });
}
