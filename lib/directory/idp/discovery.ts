import {
  resourceTypeByName,
  resourceTypesList,
  schemaById,
  schemasList,
  serviceProviderConfig,
} from "#lib/scim/discovery.ts";
import type { IdpContext } from "../context.ts";
import { readOutcome } from "./read-outcome.ts";
import { speaker } from "./words.ts";

/** Bulk is not offered yet; its numbers matter all the same, because authentik cuts its member changes by them. */
const OFFERED = { bulk: { supported: false, maxOperations: 1_000, maxPayloadSize: 1_048_576 }, sort: false };

const said = (ctx: IdpContext, what: string, body: unknown) => ({
  body,
  outcome: readOutcome(`${speaker(ctx.directory.provider)} read ${what}.`, null, undefined),
});

/** RFC 7643 §5. */
export const getServiceProviderConfig = (ctx: IdpContext) =>
  said(ctx, "what this service offers", serviceProviderConfig(ctx.baseUrl, OFFERED));

/** RFC 7643 §6. */
export const listResourceTypes = (ctx: IdpContext) => said(ctx, "the resource types", resourceTypesList(ctx.baseUrl));

/** @throws ScimError notFound */
export const getResourceType = (ctx: IdpContext, name: string) =>
  said(ctx, `the resource type ${name}`, resourceTypeByName(ctx.baseUrl, name));

/** RFC 7643 §7. */
export const listSchemas = (ctx: IdpContext) => said(ctx, "the schemas", schemasList(ctx.baseUrl));

/** @throws ScimError notFound */
export const getSchema = (ctx: IdpContext, urn: string) => said(ctx, `the schema ${urn}`, schemaById(ctx.baseUrl, urn));
