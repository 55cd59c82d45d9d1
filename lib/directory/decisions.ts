import type { DecideLinks, LinkChoice, Notices, PendingLink } from "#lib/contract/decision.ts";
import type { AdminContext } from "./admin-context.ts";
import type { LinkOutcome, LinkPair } from "./administration-context.ts";
import { audit } from "./audit.ts";
import { updateDirectory } from "./directories.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";

const MANAGE = "org:sys_provisioning:manage";
const READ = "org:sys_provisioning:read";

/**
 * People whom a directory sends under the address of an account, each with both records. With the policy for verified
 * domains, those are linked now, and noted as the policy's doing.
 */
export async function listPendingLinks(ctx: AdminContext, organizationId: string): Promise<PendingLink[]> {
  await requirePermission(ctx, organizationId, READ);
  return ctx.stores.decisions.pending(organizationId);
}

function pairOf(organizationId: string, id: string): LinkPair {
  const [directoryId = "", userId = "", accountId = "", ...rest] = id.split("~");
  if (rest.length > 0 || !/^[0-9a-f-]{36}$/.test(userId)) throw notFound("decision");
  return { organizationId, directoryId, userId, accountId };
}

const ACTIONS: Record<LinkChoice, string> = {
  linked: "account.linked",
  apart: "account.kept_apart",
  ignored: "account.link_ignored",
};

function refuseLink(outcome: LinkOutcome, { person, account }: PendingLink): void {
  if (outcome === "owner") {
    throw new DirectoryError(
      "forbidden",
      `${account.email} is an owner: only an owner may link that account. Ask one of them.`,
    );
  }
  if (outcome === "last") {
    throw new DirectoryError(
      "conflict",
      `${account.email} is the last ${account.member?.role === "org:owner" ? "owner" : "owner or admin"} who can sign in, and ${person.directoryName} sends this person as inactive: the link would shut them out. Give somebody else the role first.`,
    );
  }
}

/**
 * Decides for each pair; one that is not pending any more is passed over. @returns how many were decided
 * @throws DirectoryError forbidden where an owner's account is linked by somebody who is none, conflict where the link
 * would shut out the last who can run the organization; those before it in the list are decided
 */
export async function decideLinks(
  ctx: AdminContext,
  organizationId: string,
  { ids, choice }: DecideLinks,
): Promise<{ decided: number }> {
  const { role } = await requirePermission(ctx, organizationId, MANAGE);
  const decision = { by: ctx.actor.name, changesOwners: role === "org:owner" };
  let decided = 0;
  for (const id of ids) {
    const pair = pairOf(organizationId, id);
    const [pending] = await ctx.stores.decisions.pending(organizationId, pair);
    if (!pending) continue;
    const { person, account } = pending;
    const line = audit(
      ctx,
      organizationId,
      ACTIONS[choice],
      { id: person.memberId, name: person.name },
      { directory: person.directoryName, user: person.userName, account: account.email },
      { before: { decision: null }, after: { decision: choice } },
    );
    refuseLink(await ctx.stores.decisions.decide(pair, choice, decision, ctx.now(), line), pending);
    decided += 1;
  }
  return { decided };
}

const HOUR_MS = 3_600_000;

/** What every page of the organization says above everything else. */
export async function getNotices(ctx: AdminContext, organizationId: string): Promise<Notices> {
  await requirePermission(ctx, organizationId, READ);
  const { decisions, webhooks } = ctx.stores;
  const [alarms, pendingLinks, troubled] = await Promise.all([
    decisions.alarms(organizationId),
    decisions.countPending(organizationId),
    webhooks.troubled(organizationId, new Date(ctx.now().getTime() - HOUR_MS)),
  ]);
  const endpoints = troubled.map(({ url, ...endpoint }) => ({
    ...endpoint,
    host: URL.canParse(url) ? new URL(url).host : url,
  }));
  return { alarms, pendingLinks, endpoints };
}

/** Somebody has looked: the banner goes, and a directory that was paused by the alarm takes requests again. */
export async function settleAlarm(
  ctx: AdminContext,
  organizationId: string,
  alarmId: string,
  { resume }: { resume: boolean },
): Promise<void> {
  await requirePermission(ctx, organizationId, MANAGE);
  const alarm = (await ctx.stores.decisions.alarms(organizationId)).find(({ id }) => id === alarmId);
  if (!alarm) throw notFound("alarm");
  const line = audit(
    ctx,
    organizationId,
    "alarm.settled",
    { id: alarm.directoryId, name: alarm.directoryName },
    { affected: alarm.affected },
    { before: { state: "open" }, after: { state: resume || !alarm.held ? "settled" : "settled, still paused" } },
  );
  await ctx.stores.decisions.settleAlarm(organizationId, alarmId, ctx.actor.name, ctx.now(), line);
  if (alarm.held && resume) await updateDirectory(ctx, alarm.directoryId, { state: "active" });
}
