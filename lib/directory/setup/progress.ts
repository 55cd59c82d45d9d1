import type { IssuedToken } from "#lib/contract/credential.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { SetupState, UpdateSetup } from "#lib/contract/setup.ts";
import { addFindings, type Findings, NOTHING_FOUND } from "#lib/setup/findings.ts";
import type { AdminContext, DirectoryPlace } from "../admin-context.ts";
import { audit, changeOf } from "../audit.ts";
import { connectionUrl, endpointUrl, USER_ID_ATTRIBUTES } from "../directories.ts";
import { DirectoryError } from "../error.ts";
import { issueTokenFor, type TokenInput } from "../tokens.ts";
import { requireSetup } from "./access.ts";
import { problemsOf } from "./problems.ts";
import type { SetupRow } from "./store.ts";

const MANAGE = "org:sys_provisioning:manage";
const READ_AT_ONCE = 2_000;
/** Entries of that age are all in: a transaction that began before them has ended. */
const SETTLED_MS = 15_000;
const STRANGERS_MS = 24 * 3_600_000;
const TOKENS_PER_LINK = 5;

/** The least UUIDv7 of a moment: where the log of that time begins. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0").slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** How far the setup is, read from what has really arrived. */
export async function getSetup(ctx: AdminContext, directoryId: string): Promise<SetupState> {
  const { record, organizationName } = await requireSetup(ctx, directoryId, "org:sys_provisioning:read");
  const { setup, tokens } = ctx.stores;
  const row = await setup.read(directoryId);
  const [findings, facts, strangers, allTokens] = await Promise.all([
    readLog(ctx, record, row),
    setup.facts(directoryId, row?.test?.groupId ?? null),
    setup.strangers(directoryId, new Date(ctx.now().getTime() - STRANGERS_MS)),
    tokens.ofDirectory(directoryId),
  ]);
  const now = ctx.now();
  return {
    directory: {
      id: record.id,
      name: record.name,
      organizationName,
      provider: record.provider,
      state: record.state,
      endpointUrl: endpointUrl(ctx.baseUrl),
      connectionUrl: connectionUrl(ctx.baseUrl, record),
      users: record.counts.activeUsers + record.counts.inactiveUsers,
      groups: record.counts.groups,
    },
    step: row?.step ?? null,
    done: row?.done ?? {},
    signals: findings.signals as SetupState["signals"],
    problems: problemsOf({ record, findings, facts, strangers, now }),
    tokens: allTokens
      .filter(({ revokedAt, expiresAt }) => !revokedAt && (!expiresAt || new Date(expiresAt) > now))
      .map(({ name, prefix, lastFour, lastUsedAt, expiresAt }) => ({ name, prefix, lastFour, lastUsedAt, expiresAt })),
    test: {
      person: row?.test?.userName ?? null,
      personActive: row?.test?.personActive ?? false,
      group: row?.test?.groupName ?? null,
    },
  };
}

/** Reads on in the log from where it was left, and keeps how far it came: a poll costs what is new. */
async function readLog(ctx: AdminContext, record: DirectoryPlace, row: SetupRow | undefined): Promise<Findings> {
  const { setup } = ctx.stores;
  const before = row?.findings ?? NOTHING_FOUND;
  const from = row?.readTo ?? null;
  const entries = await setup.entriesAfter(record.id, from, READ_AT_ONCE);
  if (entries.length === 0) return before;
  const findings = addFindings(before, entries);
  const settled = ctx.now().getTime() - SETTLED_MS;
  const isAll = entries.length < READ_AT_ONCE;
  const last = isAll ? entries.findLast(({ at }) => Date.parse(at) < settled) : entries.at(-1);
  if (last) {
    // Only what is settled is kept; the rest is read again by the next poll.
    const kept = isAll ? addFindings(before, entries.slice(0, entries.indexOf(last) + 1)) : findings;
    await setup.saveFindings(record.id, from, last.id, kept);
  }
  return findings;
}

/** The way a directory is set up; whoever calls has asked for permission. */
export async function changeProvider(ctx: AdminContext, record: DirectoryPlace, provider: Provider): Promise<void> {
  if (provider === record.provider) return;
  const isUsual = record.userIdAttribute === USER_ID_ATTRIBUTES[record.provider];
  const userIdAttribute = isUsual ? USER_ID_ATTRIBUTES[provider] : record.userIdAttribute;
  const difference = changeOf(record, { provider, userIdAttribute });
  const line = audit(ctx, record.organizationId, "directory.updated", record, {}, difference);
  await ctx.stores.setup.changeProvider(record.id, { provider, userIdAttribute }, line);
}

/** Notes the step, ticks one by hand, changes the way, or starts over. People, groups and tokens stay in any case. */
export async function updateSetup(ctx: AdminContext, directoryId: string, change: UpdateSetup): Promise<SetupState> {
  const { record } = await requireSetup(ctx, directoryId, MANAGE);
  const { setup } = ctx.stores;
  const by = ctx.actor.name;
  if (change.provider) await changeProvider(ctx, record, change.provider);
  // Somebody else's work is not undone through a link.
  if (change.startOver && ctx.actor.kind !== "link") {
    const line = audit(ctx, record.organizationId, "setup.started_over", record);
    await setup.startOver(directoryId, firstIdAt(ctx.now()), line);
  }
  if (change.step) await setup.saveStep(directoryId, change.step);
  if (change.done) {
    const { step, is } = change.done;
    await setup.saveDone(directoryId, step, is ? { at: ctx.now().toISOString(), by } : null);
  }
  return getSetup(ctx, directoryId);
}

/**
 * The token of the step that needs it. Through a setup link at most five, so that a link that went astray cannot fill
 * the list. @throws DirectoryError throttled
 */
export async function issueSetupToken(ctx: AdminContext, directoryId: string, input: TokenInput): Promise<IssuedToken> {
  const { record } = await requireSetup(ctx, directoryId, MANAGE);
  if (ctx.actor.kind === "link" && !(await ctx.stores.setup.countToken(ctx.actor.id, TOKENS_PER_LINK))) {
    throw new DirectoryError(
      "throttled",
      `This link has issued ${TOKENS_PER_LINK} tokens already. Ask whoever sent it for a new link.`,
    );
  }
  return issueTokenFor(ctx, record, input);
}
