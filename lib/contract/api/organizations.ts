import { z } from "zod";
import { CreateOrganization } from "../management.ts";
import * as contract from "../settings.ts";
import { id, listOf, ms, PageQuery } from "./common.ts";
import { named, operation } from "./operation.ts";
import { inputOf, shapeOf } from "./snake-case.ts";

export const Organization = named(
  "Organization",
  z.object({ id: id("org"), object: z.literal("organization"), name: z.string(), created_at: ms }),
);

const about = { tag: "Organizations", area: "organizations" } as const;

export const listOrganizations = operation({
  ...about,
  id: "listOrganizations",
  method: "GET",
  path: "/v1/organizations",
  summary: "List organizations",
  description: "All of the instance, or the one the key is for.",
  query: PageQuery,
  answer: listOf(Organization),
});
export const createOrganization = operation({
  ...about,
  id: "createOrganization",
  method: "POST",
  path: "/v1/organizations",
  summary: "Create an organization",
  description: "Needs a key that is not for one organization.",
  input: CreateOrganization,
  status: 201,
  answer: Organization,
});
export const getOrganization = operation({
  ...about,
  id: "getOrganization",
  method: "GET",
  path: "/v1/organizations/{organizationId}",
  summary: "Get an organization",
  answer: Organization,
});
export const updateOrganization = operation({
  ...about,
  id: "updateOrganization",
  method: "PATCH",
  path: "/v1/organizations/{organizationId}",
  summary: "Rename an organization",
  input: CreateOrganization,
  answer: Organization,
});
export const deleteOrganization = operation({
  ...about,
  id: "deleteOrganization",
  method: "DELETE",
  path: "/v1/organizations/{organizationId}",
  summary: "Delete an organization",
  description: "With everything in it: directories, people, keys and the audit log. There is no way back.",
  status: 204,
});

export const OrganizationSettings = named("OrganizationSettings", shapeOf(contract.Settings, "organization_settings"));
const settings = "/v1/organizations/{organizationId}/settings";
export const getSettings = operation({
  ...about,
  id: "getSettings",
  method: "GET",
  path: settings,
  summary: "Get an organization's settings",
  answer: OrganizationSettings,
});
export const updateSettings = operation({
  ...about,
  id: "updateSettings",
  method: "PATCH",
  path: settings,
  summary: "Change an organization's settings",
  description: "What is absent stays as it is, also within a part.",
  input: inputOf(contract.ChangeSettings),
  answer: OrganizationSettings,
});

const aboutDomains = { tag: "Domains", area: "organizations" } as const;
const domains = "/v1/organizations/{organizationId}/domains";
const domain = `${domains}/{domain}` as const;
export const Domain = named("Domain", shapeOf(contract.VerifiedDomain, "domain"));
export const listDomains = operation({
  ...aboutDomains,
  id: "listDomains",
  method: "GET",
  path: domains,
  summary: "List domains",
  description: "Those the organization claims, proved or not, each with the TXT record that proves it.",
  answer: z.object({ data: z.array(Domain), total_count: z.int() }),
});
export const addDomain = operation({
  ...aboutDomains,
  id: "addDomain",
  method: "POST",
  path: domains,
  summary: "Claim a domain",
  description: "Answers what the DNS has to say. Then have it checked.",
  input: inputOf(contract.AddDomain),
  status: 201,
  answer: Domain,
  failures: ["conflict"],
});
export const getDomain = operation({
  ...aboutDomains,
  id: "getDomain",
  method: "GET",
  path: domain,
  summary: "Get a domain",
  answer: Domain,
});
export const checkDomain = operation({
  ...aboutDomains,
  id: "checkDomain",
  method: "POST",
  path: `${domain}/check`,
  summary: "Ask the DNS now",
  description: "`problem` says what it lacks; a domain that was proved stays proved.",
  answer: Domain,
});
export const removeDomain = operation({
  ...aboutDomains,
  id: "removeDomain",
  method: "DELETE",
  path: domain,
  summary: "Give a domain up",
  status: 204,
});

export const OutboxMail = named("Mail", shapeOf(contract.Mail, "mail"));
export const listMails = operation({
  ...about,
  id: "listMails",
  method: "GET",
  path: "/v1/organizations/{organizationId}/mails",
  summary: "List the outbox",
  description: "What was said to owners and admins, newest first. Without an SMTP server it waits here.",
  answer: z.object({ data: z.array(OutboxMail), sends_mail: z.boolean() }),
});
