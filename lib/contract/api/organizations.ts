import { z } from "zod";
import { CreateOrganization } from "../management.ts";
import { id, listOf, ms, PageQuery } from "./common.ts";
import { named, operation } from "./operation.ts";

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
