import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { AuditQuery } from "#lib/contract/audit.ts";
import type { GroupQuery, UserQuery } from "#lib/contract/directory-people.ts";
import type { EventQuery } from "#lib/contract/events.ts";
import { LogFilters, type LogFilterWords } from "#lib/contract/log.ts";
import type { MemberQuery } from "#lib/contract/member.ts";
import type { OrganizationSummary, Viewer } from "#lib/contract/organization.ts";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import { listApiKeys } from "#lib/directory/api-keys.ts";
import { listAudit } from "#lib/directory/audit-log.ts";
import { listPendingLinks } from "#lib/directory/decisions.ts";
import { getDirectoryDetail } from "#lib/directory/directories.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { listEvents } from "#lib/directory/events.ts";
import { getHealth, listStatedDirectories } from "#lib/directory/health.ts";
import { listInvitations } from "#lib/directory/invitations.ts";
import { getLogEntry, listCauses, listLog } from "#lib/directory/log.ts";
import { getMapping } from "#lib/directory/mapping/mapping.ts";
import { getRoles, listRoles } from "#lib/directory/mapping/roles.ts";
import { listMembers } from "#lib/directory/members.ts";
import { myOrganizations } from "#lib/directory/organizations.ts";
import { getSettings, listDomains, listMails } from "#lib/directory/settings.ts";
import { getSetup } from "#lib/directory/setup/progress.ts";
import { listTokens } from "#lib/directory/tokens.ts";
import {
  getDirectoryGroup,
  getDirectoryUser,
  listDirectoryGroups,
  listDirectoryUsers,
  listGroupMembers,
} from "#lib/directory/views.ts";
import { getWebhookEndpoint, listWebhookEndpoints } from "#lib/directory/webhooks.ts";
import { services } from "./services.ts";
import { actorOfSession, adminContext, signedIn } from "./session.ts";

export const ORGANIZATION_COOKIE = "rollcall-organization";

/** An address that somebody has mangled shows the log without filters rather than no log. */
const filtersIn = (words: LogFilterWords): LogFilters => LogFilters.safeParse(words).data ?? {};

/** The page's reads, as the verbs answer them; what is missing or a stranger's becomes Next's not-found page. */
function readsOf(ctx: AdminContext) {
  const page = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof DirectoryError && error.code === "not_found") notFound();
      throw error;
    }
  };
  return {
    directories: (organizationId: string) =>
      page(listStatedDirectories(ctx, organizationId).then((data) => ({ data }))),
    setup: (id: string) => page(getSetup(ctx, id)),
    health: (id: string) => page(getHealth(ctx, id)),
    directory: (id: string) => page(getDirectoryDetail(ctx, id)),
    tokens: (id: string) => page(listTokens(ctx, id).then((data) => ({ data }))),
    apiKeys: (organizationId: string) => page(listApiKeys(ctx, organizationId).then((data) => ({ data }))),
    mapping: (id: string) => page(getMapping(ctx, id)),
    directoryRoles: (id: string) => page(getRoles(ctx, id)),
    organizationRoles: (organizationId: string) => page(listRoles(ctx, organizationId)),
    log: (id: string, words: LogFilterWords) => page(listLog(ctx, id, filtersIn(words))),
    causes: (id: string, words: LogFilterWords) =>
      page(listCauses(ctx, id, filtersIn(words)).then((data) => ({ data }))),
    logEntry: (id: string, entryId: string) => page(getLogEntry(ctx, id, entryId)),
    users: (id: string, query: UserQuery) => page(listDirectoryUsers(ctx, id, query)),
    user: (id: string, userId: string) => page(getDirectoryUser(ctx, id, userId)),
    groups: (id: string, query: GroupQuery) => page(listDirectoryGroups(ctx, id, query)),
    group: (id: string, groupId: string) => page(getDirectoryGroup(ctx, id, groupId)),
    groupMembers: (id: string, groupId: string, cursor?: string) =>
      page(listGroupMembers(ctx, id, groupId, { cursor })),
    webhooks: (organizationId: string) => page(listWebhookEndpoints(ctx, organizationId).then((data) => ({ data }))),
    webhook: (organizationId: string, id: string) => page(getWebhookEndpoint(ctx, organizationId, id)),
    events: (organizationId: string, query: EventQuery) => page(listEvents(ctx, organizationId, query)),
    members: (organizationId: string, query: MemberQuery) => page(listMembers(ctx, organizationId, query)),
    invitations: (organizationId: string) => page(listInvitations(ctx, organizationId)),
    decisions: (organizationId: string) => page(listPendingLinks(ctx, organizationId).then((data) => ({ data }))),
    settings: (organizationId: string) => page(getSettings(ctx, organizationId)),
    domains: (organizationId: string) => page(listDomains(ctx, organizationId).then((data) => ({ data }))),
    mails: (organizationId: string) => page(listMails(ctx, organizationId)),
    audit: (organizationId: string, query: AuditQuery) => page(listAudit(ctx, organizationId, query)),
  };
}

export interface PageSession {
  readonly viewer: Viewer;
  /** The one chosen in the switcher, else the first; none for an account without any. */
  readonly organization: OrganizationSummary | undefined;
  readonly read: ReturnType<typeof readsOf>;
}

/** Who looks at this page and what it may read; once per request. Sends whoever is signed out to the sign-in page. */
export const openPage = cache(async (): Promise<PageSession> => {
  // First of all: this tells `next build` that the page is made per request, before anything opens the database.
  const path = (await headers()).get("x-rollcall-path") ?? "/";
  const account = await signedIn();
  if (!account) {
    redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  }
  const ctx = adminContext(await services(), actorOfSession(account));
  const organizations = await myOrganizations(ctx);
  const chosen = (await cookies()).get(ORGANIZATION_COOKIE)?.value;
  return {
    viewer: { account: { id: account.id, email: account.email, name: account.name }, organizations },
    organization: organizations.find(({ id }) => id === chosen) ?? organizations[0],
    read: readsOf(ctx),
  };
});
