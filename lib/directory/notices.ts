/** What Rollcall says by itself: to whom, about what, and once. Run by the jobs. */
import type { Settings } from "#lib/contract/settings.ts";
import type { AdminContext, AdminStores, Outside } from "./admin-context.ts";
import type { LinkPair, NoticeStore } from "./administration-context.ts";
import { audit } from "./audit.ts";
import { settingsOf } from "./settings.ts";

export interface NoticeContext {
  readonly notices: NoticeStore;
  readonly stores: AdminStores;
  readonly outside: Outside;
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Before a token ends, in days. */
const REMINDERS = [1, 7, 14, 30] as const;

const SYSTEM = { kind: "system", id: "rollcall", name: "Rollcall" } as const;
/** The jobs act as nobody in particular. */
export const asSystem = (ctx: NoticeContext) => ({
  ...ctx,
  actor: SYSTEM as unknown as AdminContext["actor"],
  origin: { surface: "system", ip: null, requestId: ctx.newId() } as const,
});

interface Organization {
  readonly id: string;
  readonly name: string;
  readonly settings: Settings;
}

async function organizationsOf(ctx: NoticeContext): Promise<Map<string, Organization>> {
  const all = await ctx.notices.organizations();
  return new Map(all.map(({ id, name, settings }) => [id, { id, name, settings: settingsOf(settings) }]));
}

interface Message {
  readonly occasion: string;
  readonly subject: string;
  readonly text: string;
}

/** To the organization's owners and admins and whom else it named; the same occasion is said to each of them once. */
export async function tell(ctx: NoticeContext, { id, settings }: Organization, message: Message): Promise<number> {
  const recipients = new Set([...(await ctx.stores.mails.adminsOf(id)), ...settings.notifications.recipients]);
  return ctx.stores.mails.add(
    [...recipients].map((recipient) => ({
      ...message,
      organizationId: id,
      id: ctx.newId(),
      recipient,
      createdAt: ctx.now(),
    })),
  );
}

/** "Thursday 26 November 2026 at 10:00 GMT+1", where the organization is. */
const inWords = (at: Date, { settings }: Organization) =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: settings.timeZone,
    timeZoneName: "short",
  }).format(at);

/** Tokens that end within 30, 14, 7 and 1 days; of the four the nearest that applies. */
export async function noticeExpiringTokens(ctx: NoticeContext): Promise<void> {
  const organizations = await organizationsOf(ctx);
  for (const token of await ctx.notices.expiringTokens(ctx.now())) {
    const organization = organizations.get(token.organizationId);
    if (!organization?.settings.notifications.tokenExpiry) continue;
    const days = (token.expiresAt.getTime() - ctx.now().getTime()) / DAY_MS;
    const reminder = REMINDERS.find((limit) => days <= limit);
    if (reminder === undefined) continue;
    const left = reminder === 1 ? "in less than a day" : `within ${reminder} days`;
    await tell(ctx, organization, {
      occasion: `token_expiry:${token.id}:${reminder}`,
      subject: `A token of ${token.directoryName} ends ${left}`,
      text: `The token "${token.name}" of the directory ${token.directoryName} in ${organization.name} ends on ${inWords(token.expiresAt, organization)}.

From then on the identity provider's requests are refused, and nobody is added, changed or shut out. Rotate it now: both tokens work until you are done.
${ctx.baseUrl}/directory-sync/${token.directoryId}/tokens`,
    });
  }
}

/** Directories most of whose requests were refused in the last hour; once a day each. */
export async function noticeTroubledDirectories(ctx: NoticeContext): Promise<void> {
  const organizations = await organizationsOf(ctx);
  for (const trouble of await ctx.notices.troubledDirectories(ctx.now())) {
    const organization = organizations.get(trouble.organizationId);
    if (!organization?.settings.notifications.attention) continue;
    await tell(ctx, organization, {
      occasion: `attention:${trouble.directoryId}:${ctx.now().toISOString().slice(0, 10)}`,
      subject: `${trouble.directoryName} needs attention`,
      text: `${trouble.refused} of ${trouble.requests} requests to the directory ${trouble.directoryName} in ${organization.name} were refused within the last hour.

The log says of each why, and where to mend it at the identity provider:
${ctx.baseUrl}/directory-sync/${trouble.directoryId}/log?outcome=refused`,
    });
  }
}

/** Webhook endpoints that have long failed, and those that get nothing any more; of each state once. */
export async function noticeTroubledEndpoints(ctx: NoticeContext): Promise<void> {
  const troubled = await ctx.notices.troubledEndpoints(ctx.now());
  if (troubled.length === 0) return;
  const organizations = await organizationsOf(ctx);
  for (const endpoint of troubled) {
    const organization = organizations.get(endpoint.organizationId);
    if (!organization?.settings.notifications.webhookDisabled) continue;
    const { id, url, state, since } = endpoint;
    const host = URL.canParse(url) ? new URL(url).host : url;
    const page = `${ctx.baseUrl}/directory-sync/webhooks/${id}`;
    if (state === "disabled") {
      const why =
        endpoint.reason === "gone"
          ? "it answered 410, which means that it wants no more"
          : "it has not taken a single event for days";
      await tell(ctx, organization, {
        occasion: `webhook_disabled:${id}:${since.toISOString()}`,
        subject: `The webhook endpoint ${host} was disabled`,
        text: `Rollcall sends no more events of ${organization.name} to ${url}: ${why}. That was on ${inWords(since, organization)}.

Changes are still recorded. Mend the receiver, enable the endpoint, and send again what it has missed:
${page}`,
      });
      continue;
    }
    const hours = (ctx.now().getTime() - since.getTime()) / HOUR_MS;
    const limit = hours >= 24 ? 24 : 1;
    await tell(ctx, organization, {
      occasion: `webhook_failing:${id}:${since.toISOString()}:${limit}`,
      subject: `The webhook endpoint ${host} has failed for ${limit === 1 ? "an hour" : "a day"}`,
      text: `No event of ${organization.name} has reached ${url} since ${inWords(since, organization)}.

They wait and are tried again; after five days without success the endpoint is disabled. What it answered:
${page}`,
    });
  }
}

/** Whether so many of so many is more than the organization allows within ten minutes. A handful of people never is. */
export const isMassChange = ({ count, percent }: Settings["massChange"], affected: number, people: number): boolean =>
  affected > count || (affected >= 5 && affected * 100 > percent * people);

/** Raises an alarm for directories that lost many people at once, and pauses them where the organization wants that. */
export async function watchMassChanges(ctx: NoticeContext): Promise<void> {
  const candidates = (await ctx.notices.massChanges(ctx.now())).filter(({ affected }) => affected >= 5);
  if (candidates.length === 0) return;
  const organizations = await organizationsOf(ctx);
  for (const { organizationId, directoryId, directoryName, affected, people } of candidates) {
    const organization = organizations.get(organizationId);
    if (!organization || !isMassChange(organization.settings.massChange, affected, people)) continue;
    const held = organization.settings.massChange.hold;
    const system = asSystem(ctx);
    const target = { id: directoryId, name: directoryName };
    const line = audit(system, organizationId, "alarm.raised", target, { affected, people, held });
    const alarm = { organizationId, id: ctx.newId(), directoryId, affected, people, held };
    await ctx.notices.raiseAlarm(alarm, ctx.now(), line);
    if (held) {
      const change = { before: { state: "active" }, after: { state: "paused" } };
      const pause = audit(system, organizationId, "directory.updated", target, { reason: "mass change" }, change);
      // Until somebody has looked, whatever was said of an earlier pause.
      const untilAllowed = { paused: true, pausedAt: ctx.now(), pausedUntil: null };
      await ctx.stores.directories.update(directoryId, untilAllowed, pause);
    }
    if (!organization.settings.notifications.massChange) continue;
    const consequence = held
      ? "The directory is paused: the identity provider is told to try again later, and nothing more changes until you allow it."
      : "Requests are still taken. If this is a mistake, pause the directory and look at its log.";
    await tell(ctx, organization, {
      occasion: `mass_change:${alarm.id}`,
      subject: `${affected} people lost access through ${directoryName}`,
      text: `Within ten minutes ${affected} of ${people} people of the directory ${directoryName} in ${organization.name} were deactivated or deleted.

${consequence}
${ctx.baseUrl}/directory-sync/${directoryId}`,
    });
  }
}

/**
 * Links, where an organization wants that, people of its verified domains with the accounts of their addresses. Whom the
 * IdP sends as inactive waits for somebody to decide: the link would shut them out.
 */
export async function linkByVerifiedDomain(ctx: NoticeContext): Promise<void> {
  for (const { id, settings } of (await organizationsOf(ctx)).values()) {
    if (!settings.linking.byVerifiedDomain) continue;
    for (const pending of await ctx.stores.decisions.pending(id)) {
      const { person, account } = pending;
      if (!pending.verifiedDomain || !person.active) continue;
      const pair: LinkPair = {
        organizationId: id,
        directoryId: person.directoryId,
        userId: person.userId,
        accountId: account.id,
      };
      const line = audit(
        asSystem(ctx),
        id,
        "account.linked",
        { id: person.memberId, name: person.name },
        { directory: person.directoryName, user: person.userName, account: account.email, policy: "verified domain" },
        { before: { decision: null }, after: { decision: "linked" } },
      );
      await ctx.stores.decisions.decide(
        pair,
        "linked",
        { by: "verified domain", changesOwners: true },
        ctx.now(),
        line,
      );
    }
  }
}

/** Sends what waits, if there is a mail server. One that refuses a message does not keep the others from going. */
export async function sendWaitingMails(ctx: NoticeContext): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 };
  const { sendMail } = ctx.outside;
  if (!sendMail) return done;
  for (const mail of await ctx.stores.mails.waiting(50)) {
    try {
      await sendMail({ to: mail.recipient, subject: mail.subject, text: mail.text });
      await ctx.stores.mails.noteSent(mail, ctx.now());
      done.sent += 1;
    } catch (error) {
      await ctx.stores.mails.noteFailed(mail, error instanceof Error ? error.message.slice(0, 300) : "unknown");
      done.failed += 1;
    }
  }
  return done;
}

/** What each organization chose to keep, and what becomes of people who left. */
export async function applyPolicies(ctx: NoticeContext): Promise<void> {
  const ago = (days: number) => new Date(ctx.now().getTime() - days * DAY_MS);
  for (const { id, name, settings } of (await organizationsOf(ctx)).values()) {
    const { retention, deprovision } = settings;
    await ctx.notices.applyRetention(id, {
      log: ago(retention.logDays),
      bodies: ago(retention.bodyDays),
      events: ago(retention.eventDays),
    });
    const { policy, afterDays } = deprovision;
    if (policy === "suspend") continue;
    const action = policy === "delete" ? "members.deleted" : "members.removed";
    await ctx.notices.applyDeprovision(
      id,
      { before: ago(afterDays), erase: policy === "delete", at: ctx.now() },
      ({ members, people }) =>
        audit(asSystem(ctx), id, action, { id, name }, { members, people, after_days: afterDays }),
    );
  }
}
