/** Reads and changes of an organization's people, settings and audit log. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { AuditEntry, AuditPage, type AuditQuery, AuditVerification } from "#lib/contract/audit.ts";
import { type LinkChoice, Notices, PendingLinkList } from "#lib/contract/decision.ts";
import { InvitationList, type Invite, InviteResults } from "#lib/contract/invitation.ts";
import { Member, MemberSessionList } from "#lib/contract/member.ts";
import {
  MailList,
  OrganizationSettings,
  type UpdateSettings,
  VerifiedDomain,
  VerifiedDomainList,
} from "#lib/contract/settings.ts";
import { keys } from "./keys.ts";
import { WATCHING_MS, watchFirstPage } from "./live.ts";
import { requestJson, requestNothing, withQuery } from "./request.ts";

const part = encodeURIComponent;
const api = (organizationId: string) => `/api/organizations/${part(organizationId)}`;
const NOTICES_MS = 15_000;

export const noticesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.notices(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/notices`, Notices, { signal }),
    refetchInterval: NOTICES_MS,
  });

export const invitationsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.invitations(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/invitations`, InvitationList, { signal }),
    refetchInterval: WATCHING_MS,
  });

export const decisionsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.decisions(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/decisions`, PendingLinkList, { signal }),
  });

export const settingsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.settings(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/settings`, OrganizationSettings, { signal }),
  });

export const domainsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.domains(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/domains`, VerifiedDomainList, { signal }),
  });

export const mailsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.mails(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/mails`, MailList, { signal }),
  });

export const memberQuery = (organizationId: string, memberId: string) =>
  queryOptions({
    queryKey: keys.member(organizationId, memberId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/members/${part(memberId)}`, Member, { signal }),
  });

export const sessionsQuery = (organizationId: string, memberId: string) =>
  queryOptions({
    queryKey: keys.sessions(organizationId, memberId),
    queryFn: ({ signal }) =>
      requestJson(`${api(organizationId)}/members/${part(memberId)}/sessions`, MemberSessionList, { signal }),
  });

export const auditQuery = (organizationId: string, filters: Omit<AuditQuery, "cursor"> = {}) =>
  infiniteQueryOptions({
    queryKey: keys.audit(organizationId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(organizationId)}/audit`, { ...filters, cursor: pageParam }), AuditPage, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** One line; it never changes once written. */
export const auditEntryQuery = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: keys.auditEntry(organizationId, id),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/audit/${part(id)}`, AuditEntry, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where an export is downloaded from. */
export const auditExportUrl = (organizationId: string, filters: Omit<AuditQuery, "cursor">, format: "csv" | "jsonl") =>
  withQuery(`${api(organizationId)}/audit/export`, { ...filters, format });
export const membersExportUrl = (organizationId: string) => `${api(organizationId)}/members/export`;

/** Everything read of the organization is read again after a change. */
function useOrganizationChange<Input, Answer>(organizationId: string, mutationFn: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => void cache.invalidateQueries({ queryKey: keys.organization(organizationId) }),
  });
}

type MemberAct =
  | { act: "role"; role: string | null }
  | { act: "protect"; breakGlass: boolean }
  | { act: "remove" | "restore" | "lift" | "end-sessions" }
  | { act: "suspend"; hours: number }
  | { act: "erase"; name: string }
  | { act: "end-session"; sessionId: string };

function actOnMember(organizationId: string, { memberId, ...given }: MemberAct & { memberId: string }): Promise<void> {
  const path = `${api(organizationId)}/members/${part(memberId)}`;
  switch (given.act) {
    case "role":
      return requestNothing(path, { method: "PATCH", body: { role: given.role } });
    case "protect": {
      const { breakGlass } = given;
      return requestNothing(`${api(organizationId)}/break-glass/${part(memberId)}`, {
        method: "PUT",
        body: { breakGlass },
      });
    }
    case "remove":
      return requestNothing(path, { method: "DELETE" });
    case "restore":
      return requestNothing(`${path}/restore`, { method: "POST" });
    case "suspend":
      return requestNothing(`${path}/suspend`, { method: "POST", body: { hours: given.hours } });
    case "erase":
      return requestNothing(`${path}/erase`, { method: "POST", body: { name: given.name } });
    case "lift":
      return requestNothing(`${path}/suspend`, { method: "DELETE" });
    case "end-sessions":
      return requestNothing(`${path}/sessions`, { method: "DELETE" });
    case "end-session":
      return requestNothing(`${path}/sessions/${part(given.sessionId)}`, { method: "DELETE" });
  }
}

/** One act on one member. Pages about the directory that sends them show it too. */
export function useMemberAct(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (given: MemberAct & { memberId: string }) => actOnMember(organizationId, given),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: keys.organization(organizationId) });
      void cache.invalidateQueries({ queryKey: ["directory"] });
    },
  });
}

/** Its links leave the cache with the dialog. */
export function useInvite(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Invite) =>
      requestJson(`${api(organizationId)}/invitations`, InviteResults, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => void cache.invalidateQueries({ queryKey: keys.organization(organizationId) }),
  });
}
export const useRevokeInvitation = (organizationId: string) =>
  useOrganizationChange(organizationId, (id: string) =>
    requestNothing(`${api(organizationId)}/invitations/${part(id)}/revoke`, { method: "POST" }),
  );
export const useDecide = (organizationId: string) =>
  useOrganizationChange(organizationId, (body: { ids: string[]; choice: LinkChoice }) =>
    requestNothing(`${api(organizationId)}/decisions`, { method: "POST", body }),
  );
export const useSettleAlarm = (organizationId: string) =>
  useOrganizationChange(organizationId, (id: string) =>
    requestNothing(`${api(organizationId)}/alarms/${part(id)}/settle`, { method: "POST", body: {} }),
  );
export function useUpdateSettings(organizationId: string) {
  const cache = useQueryClient();
  return useOrganizationChange(organizationId, async (body: UpdateSettings) => {
    const path = `${api(organizationId)}/settings`;
    const answer = await requestJson(path, OrganizationSettings, { method: "PATCH", body });
    // The form shows what is in force, without a moment of what was before.
    cache.setQueryData(settingsQuery(organizationId).queryKey, answer);
    return answer;
  });
}
export const useAddDomain = (organizationId: string) =>
  useOrganizationChange(organizationId, (domain: string) =>
    requestJson(`${api(organizationId)}/domains`, VerifiedDomain, { method: "POST", body: { domain } }),
  );
export const useCheckDomain = (organizationId: string) =>
  useOrganizationChange(organizationId, (domain: string) =>
    requestJson(`${api(organizationId)}/domains/${part(domain)}/check`, VerifiedDomain, { method: "POST" }),
  );
export const useRemoveDomain = (organizationId: string) =>
  useOrganizationChange(organizationId, (domain: string) =>
    requestNothing(`${api(organizationId)}/domains/${part(domain)}`, { method: "DELETE" }),
  );
export const useDeleteOrganization = (organizationId: string) =>
  useMutation({
    mutationFn: (name: string) => requestNothing(`${api(organizationId)}/delete`, { method: "POST", body: { name } }),
  });
export const useVerifyAudit = (organizationId: string) =>
  useMutation({ mutationFn: () => requestJson(`${api(organizationId)}/audit/verify`, AuditVerification) });
