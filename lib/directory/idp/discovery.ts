import {
  resourceTypeByName,
  resourceTypesList,
  schemaById,
  schemasList,
  serviceProviderConfig,
} from "#lib/scim/discovery.ts";
import type { IdpContext } from "../context.ts";
import { BULK_LIMITS } from "./bulk.ts";
import { CURSOR_TIMEOUT_S } from "./cursor.ts";
import { readOutcome } from "./read-outcome.ts";
import { speaker } from "./words.ts";

const OFFERED = { bulk: { supported: true, ...BULK_LIMITS }, sort: true, cursorTimeout: CURSOR_TIMEOUT_S };

const typesOf = ({ types }: IdpContext) => [types.User, types.Group];

const said = (ctx: IdpContext, what: string, body: unknown) => ({
  body,
  outcome: readOutcome(`${speaker(ctx.directory.provider)} read ${what}.`, null, undefined),
});

/** RFC 7643 §5. */
export const getServiceProviderConfig = (ctx: IdpContext) =>
  said(ctx, "what this service offers", serviceProviderConfig(ctx.baseUrl, OFFERED));

/** RFC 7643 §6. */
export const listResourceTypes = (ctx: IdpContext) =>
  said(ctx, "the resource types", resourceTypesList(ctx.baseUrl, typesOf(ctx)));

/** @throws ScimError notFound */
export const getResourceType = (ctx: IdpContext, name: string) =>
  said(ctx, `the resource type ${name}`, resourceTypeByName(ctx.baseUrl, name, typesOf(ctx)));

/** RFC 7643 §7. */
export const listSchemas = (ctx: IdpContext) => said(ctx, "the schemas", schemasList(ctx.baseUrl, typesOf(ctx)));

/** @throws ScimError notFound */
export const getSchema = (ctx: IdpContext, urn: string) =>
  said(ctx, `the schema ${urn}`, schemaById(ctx.baseUrl, urn, typesOf(ctx)));
