/** Query keys. A longer key extends a shorter one: invalidating a directory invalidates everything read beneath it. */
import type { AuditQuery } from "#lib/contract/audit.ts";
import type { DataProblemQuery } from "#lib/contract/data-quality.ts";
import type { GroupQuery, UserQuery } from "#lib/contract/directory-people.ts";
import type { EventQuery } from "#lib/contract/events.ts";
import type { LogFilterWords } from "#lib/contract/log.ts";
import type { PreviewRequest } from "#lib/contract/mapping-preview.ts";
import type { RunChangeQuery } from "#lib/contract/mapping-run.ts";
import type { MemberQuery } from "#lib/contract/member.ts";
import type { DeliveryQuery } from "#lib/contract/webhooks.ts";

type Filters<Query> = Omit<Query, "cursor">;

export const keys = {
  organization: (organizationId: string) => ["organization", organizationId] as const,
  directories: (organizationId: string) => [...keys.organization(organizationId), "directories"] as const,
  apiKeys: (organizationId: string) => [...keys.organization(organizationId), "api-keys"] as const,
  members: (organizationId: string, filters: Filters<MemberQuery>) =>
    [...keys.organization(organizationId), "members", filters] as const,
  member: (organizationId: string, memberId: string) =>
    [...keys.organization(organizationId), "member", memberId] as const,
  roles: (organizationId: string) => [...keys.organization(organizationId), "roles"] as const,
  attributes: (organizationId: string) => [...keys.organization(organizationId), "attributes"] as const,
  webhooks: (organizationId: string) => [...keys.organization(organizationId), "webhooks"] as const,
  webhook: (organizationId: string, endpointId: string) => [...keys.webhooks(organizationId), endpointId] as const,
  inspections: (organizationId: string, endpointId: string) =>
    [...keys.webhook(organizationId, endpointId), "inspections"] as const,
  deliveries: (organizationId: string, filters: Filters<DeliveryQuery>) =>
    [...keys.webhooks(organizationId), "deliveries", filters] as const,
  delivery: (organizationId: string, deliveryId: string) =>
    [...keys.webhooks(organizationId), "delivery", deliveryId] as const,
  events: (organizationId: string, filters: Filters<EventQuery>) =>
    [...keys.organization(organizationId), "events", filters] as const,
  event: (organizationId: string, eventId: string) => [...keys.organization(organizationId), "event", eventId] as const,
  eventExample: (organizationId: string, type: string) =>
    [...keys.organization(organizationId), "event-example", type] as const,

  search: (organizationId: string, q: string) => [...keys.organization(organizationId), "search", q] as const,
  notices: (organizationId: string) => [...keys.organization(organizationId), "notices"] as const,
  invitations: (organizationId: string) => [...keys.organization(organizationId), "invitations"] as const,
  decisions: (organizationId: string) => [...keys.organization(organizationId), "decisions"] as const,
  settings: (organizationId: string) => [...keys.organization(organizationId), "settings"] as const,
  domains: (organizationId: string) => [...keys.organization(organizationId), "domains"] as const,
  mails: (organizationId: string) => [...keys.organization(organizationId), "mails"] as const,
  audit: (organizationId: string, filters: Filters<AuditQuery>) =>
    [...keys.organization(organizationId), "audit", filters] as const,
  auditEntry: (organizationId: string, id: string) =>
    [...keys.organization(organizationId), "audit-entry", id] as const,
  sessions: (organizationId: string, memberId: string) =>
    [...keys.organization(organizationId), "sessions", memberId] as const,

  directory: (directoryId: string) => ["directory", directoryId] as const,
  directoryDetail: (directoryId: string) => [...keys.directory(directoryId), "detail"] as const,
  tokens: (directoryId: string) => [...keys.directory(directoryId), "tokens"] as const,
  oauthClients: (directoryId: string) => [...keys.directory(directoryId), "oauth-clients"] as const,
  mapping: (directoryId: string) => [...keys.directory(directoryId), "mapping"] as const,
  log: (directoryId: string, filters: LogFilterWords) => [...keys.directory(directoryId), "log", filters] as const,
  logViews: (directoryId: string) => [...keys.directory(directoryId), "log-views"] as const,
  mappingVersions: (directoryId: string) => [...keys.directory(directoryId), "mapping-versions"] as const,
  mappingVersion: (directoryId: string, version: number) => [...keys.mappingVersions(directoryId), version] as const,
  mappingPreview: (directoryId: string, request: PreviewRequest) =>
    [...keys.directory(directoryId), "mapping-preview", request] as const,
  mappingRun: (directoryId: string, runId: string) => [...keys.directory(directoryId), "mapping-run", runId] as const,
  mappingRunChanges: (directoryId: string, runId: string, filters: Filters<RunChangeQuery>) =>
    [...keys.mappingRun(directoryId, runId), "changes", filters] as const,
  mappingPaths: (directoryId: string) => [...keys.directory(directoryId), "mapping-paths"] as const,
  mappingProblems: (directoryId: string, filters: Filters<DataProblemQuery>) =>
    [...keys.directory(directoryId), "mapping-problems", filters] as const,
  roleConflicts: (directoryId: string) => [...keys.directory(directoryId), "role-conflicts"] as const,
  directoryRoles: (directoryId: string) => [...keys.directory(directoryId), "roles"] as const,
  logEntry: (directoryId: string, entryId: string) => [...keys.directory(directoryId), "log-entry", entryId] as const,
  users: (directoryId: string, filters: Filters<UserQuery>) =>
    [...keys.directory(directoryId), "users", filters] as const,
  user: (directoryId: string, userId: string) => [...keys.directory(directoryId), "user", userId] as const,
  explanation: (directoryId: string, userId: string) => [...keys.user(directoryId, userId), "explanation"] as const,
  groups: (directoryId: string, filters: Filters<GroupQuery>) =>
    [...keys.directory(directoryId), "groups", filters] as const,
  group: (directoryId: string, groupId: string) => [...keys.directory(directoryId), "group", groupId] as const,
  groupMembers: (directoryId: string, groupId: string, q: string) =>
    [...keys.group(directoryId, groupId), "members", q] as const,
  membershipHistory: (directoryId: string, groupId: string) =>
    [...keys.group(directoryId, groupId), "history"] as const,
};
