import { randomBytes } from "node:crypto";
import {
  type ChangeSettings,
  type Mail,
  type OrganizationSettings,
  Settings,
  type UpdateSettings,
  type VerifiedDomain,
} from "#lib/contract/settings.ts";
import type { AdminContext, AuditFacts } from "./admin-context.ts";
import type { DomainRecord } from "./administration-context.ts";
import { audit, changeOf } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";
import { requireRecentSignIn } from "./step-up.ts";

/** What an organization chose, with the defaults for the rest; what is stored and no longer makes sense counts as unsaid. */
export const settingsOf = (stored: unknown): Settings => Settings.safeParse(stored).data ?? Settings.parse({});

async function stored(ctx: AdminContext, organizationId: string) {
  const found = await ctx.stores.settings.read(organizationId);
  if (!found) throw notFound("organization");
  return { name: found.name, settings: settingsOf(found.settings) };
}

/** What the organization chose, and what a deletion would take along. */
export async function getSettings(ctx: AdminContext, organizationId: string): Promise<OrganizationSettings> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const [kept, counts] = await Promise.all([stored(ctx, organizationId), ctx.stores.settings.counts(organizationId)]);
  return { id: organizationId, ...kept, counts, sendsMail: ctx.outside.sendMail !== null };
}

/** `retention.logDays` instead of an object in an object: the audit log tells apart what differs. */
export const flat = (settings: object, under = ""): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.entries(flat(value, `${under}${name}.`))
        : [[`${under}${name}`, value]],
    ),
  );

const isPart = (value: unknown): value is object =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** What is absent stays as it is, also within a part. */
export const withChange = (before: Settings, change: ChangeSettings): Settings =>
  Settings.parse(
    Object.fromEntries(
      Object.entries(before).map(([part, value]) => {
        const said = change[part as keyof Settings];
        if (said === undefined) return [part, value];
        const fields = isPart(said) ? Object.entries(said).filter(([, field]) => field !== undefined) : [];
        return [part, isPart(value) ? { ...value, ...Object.fromEntries(fields) } : said];
      }),
    ),
  );

/** What is absent stays as it is. */
export async function updateSettings(
  ctx: AdminContext,
  organizationId: string,
  { name, ...change }: UpdateSettings,
): Promise<OrganizationSettings> {
  const organization = await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const before = await stored(ctx, organizationId);
  const after = { name: name ?? before.name, settings: withChange(before.settings, change) };
  const difference = changeOf(
    { name: before.name, ...flat(before.settings) } as AuditFacts,
    { name: after.name, ...flat(after.settings) } as AuditFacts,
  );
  if (Object.keys(difference.after).length > 0) {
    const line = audit(ctx, organizationId, "organization.settings_changed", organization, {}, difference);
    await ctx.stores.settings.write(organizationId, after, line);
  }
  return getSettings(ctx, organizationId);
}

/** Owners only, by the typed name, with a fresh password: everything of the organization goes, the audit log too. */
export async function deleteOrganization(ctx: AdminContext, organizationId: string, typed: string): Promise<void> {
  const organization = await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  if (organization.role !== "org:owner") {
    throw new DirectoryError("forbidden", `Only an owner of ${organization.name} may delete it.`);
  }
  requireRecentSignIn(ctx);
  if (typed.trim() !== organization.name.trim()) {
    throw new DirectoryError("invalid", `Type the organization's name, ${organization.name}, to delete it.`, {
      fields: { name: "That is not its name." },
    });
  }
  await ctx.stores.settings.remove(organizationId);
}

/* Domains */

const DOMAINS_MAX = 20;
const recordName = (domain: string) => `_rollcall-challenge.${domain}`;

const shown = ({ domain, challenge, ...times }: DomainRecord): VerifiedDomain => ({
  domain,
  record: { name: recordName(domain), value: challenge },
  createdAt: times.createdAt.toISOString(),
  verifiedAt: times.verifiedAt?.toISOString() ?? null,
  checkedAt: times.checkedAt?.toISOString() ?? null,
  problem: times.problem,
});

/** Domains that the organization claims, proved or not. */
export async function listDomains(ctx: AdminContext, organizationId: string): Promise<VerifiedDomain[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return (await ctx.stores.settings.domains(organizationId)).map(shown);
}

/** @throws DirectoryError not_found */
export async function getDomain(ctx: AdminContext, organizationId: string, domain: string): Promise<VerifiedDomain> {
  const found = (await listDomains(ctx, organizationId)).find((one) => one.domain === domain);
  if (!found) throw notFound("domain");
  return found;
}

/** Says what the DNS has to hold. @throws DirectoryError conflict when it is on the list already */
export async function addDomain(ctx: AdminContext, organizationId: string, domain: string): Promise<VerifiedDomain> {
  const organization = await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const known = await ctx.stores.settings.domains(organizationId);
  if (known.some((other) => other.domain === domain)) {
    throw new DirectoryError("conflict", `${domain} is on the list already.`, {
      fields: { domain: "It is on the list already." },
    });
  }
  if (known.length >= DOMAINS_MAX)
    throw new DirectoryError("conflict", `An organization has at most ${DOMAINS_MAX} domains.`);
  const record = {
    domain,
    challenge: `rollcall-verification=${randomBytes(20).toString("hex")}`,
    createdAt: ctx.now(),
    verifiedAt: null,
    checkedAt: null,
    problem: null,
  };
  const line = audit(ctx, organizationId, "domain.added", { id: domain, name: domain }, {}, { after: { domain } });
  await ctx.stores.settings.addDomain(organizationId, record, {
    ...line,
    targetName: `${domain} of ${organization.name}`,
  });
  return shown(record);
}

/** Asks the DNS now. That it says no, or says nothing, is an answer too: `problem` has it in words. */
export async function checkDomain(ctx: AdminContext, organizationId: string, domain: string): Promise<VerifiedDomain> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const record = (await ctx.stores.settings.domains(organizationId)).find((one) => one.domain === domain);
  if (!record) throw notFound("domain");
  const checkedAt = ctx.now();
  const problem = await problemOf(ctx, record);
  const verifiedAt = problem === null ? (record.verifiedAt ?? checkedAt) : record.verifiedAt;
  const isNew = verifiedAt !== null && record.verifiedAt === null;
  const line = isNew
    ? audit(
        ctx,
        organizationId,
        "domain.verified",
        { id: domain, name: domain },
        {},
        { before: { verified: false }, after: { verified: true } },
      )
    : undefined;
  await ctx.stores.settings.noteDomain(organizationId, domain, { checkedAt, verifiedAt, problem }, line);
  return shown({ ...record, checkedAt, verifiedAt, problem });
}

async function problemOf({ outside }: AdminContext, { domain, challenge }: DomainRecord): Promise<string | null> {
  const name = recordName(domain);
  try {
    const found = await outside.lookUpTxt(name);
    if (found.some((text) => text.trim() === challenge)) return null;
    const said = found.slice(0, 3).map((text) => `"${text.slice(0, 100)}"`);
    return `${name} has a TXT record, but it says ${said.join(", ") || "nothing"}. It has to be the value above, and nothing else.`;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "ENOTFOUND" || code === "ENODATA") {
      return `The DNS knows no TXT record of ${name} yet. A new one can take up to an hour to be seen everywhere.`;
    }
    if (code === "ETIMEOUT" || code === "ECANCELLED") {
      return "The DNS did not answer in time. That says nothing about the record; try again.";
    }
    return `This server could not ask the DNS (${code}). That says nothing about the record; whoever runs the server can look into it.`;
  }
}

/** The domain no longer counts as the organization's own. */
export async function removeDomain(ctx: AdminContext, organizationId: string, domain: string): Promise<void> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const record = (await ctx.stores.settings.domains(organizationId)).find((one) => one.domain === domain);
  if (!record) throw notFound("domain");
  const before = { domain, verified: record.verifiedAt !== null };
  const line = audit(ctx, organizationId, "domain.removed", { id: domain, name: domain }, {}, { before });
  await ctx.stores.settings.removeDomain(organizationId, domain, line);
}

/** What was said to the organization's people, and whether it went out. */
export async function listMails(
  ctx: AdminContext,
  organizationId: string,
): Promise<{ data: Mail[]; sendsMail: boolean }> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  return { data: await ctx.stores.mails.ofOrganization(organizationId), sendsMail: ctx.outside.sendMail !== null };
}
