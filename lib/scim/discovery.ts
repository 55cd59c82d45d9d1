import { scimError } from "./error.ts";
import { DEFAULT_COUNT, listResponse, MAX_RESULTS } from "./list.ts";
import { queryParameters } from "./parameters.ts";
import type { JsonObject } from "./resource.ts";
import type { Attribute, ResourceType, Schema } from "./schema/attribute.ts";
import { externalId } from "./schema/common.ts";
import { RESOURCE_TYPE_URN, resourceTypes, SCHEMA_URN, SERVICE_PROVIDER_CONFIG_URN } from "./schema/resource-types.ts";

/** What differs between installations or grows with the service. */
export interface DiscoveryLimits {
  /** Numbers even where Bulk is not offered: authentik drops PATCH and filters when they are missing. */
  bulk: { supported: boolean; maxOperations: number; maxPayloadSize: number };
  sort: boolean;
  /** Where the storage pages by cursor too: for how many seconds a cursor can be used. */
  cursorTimeout?: number;
}

/**
 * RFC 7644 §4: discovery ignores paging, sorting and choosing attributes, but whoever filters must not take the whole
 * list for what matches. Throws 403.
 */
export function refuseFilter(params: URLSearchParams): void {
  if (queryParameters(params).text("filter") === undefined) return;
  throw scimError.forbidden(
    "What this service offers cannot be filtered. Leave the filter out and read the whole list.",
  );
}

/** RFC 7643 §5. `baseUrl` is the service's own address, without a slash at the end. */
export function serviceProviderConfig(baseUrl: string, limits: DiscoveryLimits): JsonObject {
  const { bulk, sort, cursorTimeout } = limits;
  return {
    schemas: [SERVICE_PROVIDER_CONFIG_URN],
    patch: { supported: true },
    bulk: { ...bulk },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    sort: { supported: sort },
    etag: { supported: true },
    // RFC 9865 §4. Clients that know nothing of cursors expect indexes when they ask for neither.
    pagination: {
      cursor: cursorTimeout !== undefined,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: DEFAULT_COUNT,
      maxPageSize: MAX_RESULTS,
      ...(cursorTimeout !== undefined && { cursorTimeout }),
    },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "A token of this directory in the Authorization header.",
        specUri: "https://www.rfc-editor.org/info/rfc6750",
        primary: true,
      },
      {
        type: "oauth2",
        name: "OAuth 2.0 client credentials",
        description: "An access token, fetched with the id and secret of an OAuth client of this directory.",
        specUri: "https://www.rfc-editor.org/info/rfc6749",
        primary: false,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/scim/v2/ServiceProviderConfig` },
  };
}

/** The answer to GET /ResourceTypes (RFC 7643 §6). `types` are those of the directory, with what it declares. */
export function resourceTypesList(baseUrl: string, types: readonly ResourceType[] = resourceTypes) {
  return wholeList(types.map((type) => showResourceType(type, baseUrl)));
}

/** One resource type by its name in any letter case. Throws notFound. */
export function resourceTypeByName(
  baseUrl: string,
  name: string,
  types: readonly ResourceType[] = resourceTypes,
): JsonObject {
  const type = types.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (!type) throw scimError.notFound("There is no such resource type. Known are User and Group.");
  return showResourceType(type, baseUrl);
}

/** The answer to GET /Schemas (RFC 7643 §7). */
export function schemasList(baseUrl: string, types: readonly ResourceType[] = resourceTypes) {
  return wholeList(schemasOf(types).map((schema) => showSchema(schema, baseUrl)));
}

/** One schema by its URN in any letter case. Throws notFound. */
export function schemaById(baseUrl: string, urn: string, types: readonly ResourceType[] = resourceTypes): JsonObject {
  const schema = schemasOf(types).find(({ id }) => id.toLowerCase() === urn.toLowerCase());
  if (!schema) throw scimError.notFound("There is no such schema. GET /Schemas lists those that are known.");
  return showSchema(schema, baseUrl);
}

/**
 * Each schema once, also where two types share an extension. Core schemas list `externalId` too, common as it is:
 * clients that check answers against the schema expect it.
 */
function schemasOf(types: readonly ResourceType[]): Schema[] {
  const schemas = types.flatMap(({ schema, extensions }) => [
    { ...schema, attributes: [...externalId, ...schema.attributes] },
    ...extensions,
  ]);
  return [...new Map(schemas.map((schema) => [schema.id.toLowerCase(), schema])).values()];
}

const wholeList = (resources: JsonObject[]) =>
  listResponse(resources, { totalResults: resources.length, startIndex: 1 });

function showResourceType(type: ResourceType, baseUrl: string): JsonObject {
  return {
    schemas: [RESOURCE_TYPE_URN],
    id: type.name,
    name: type.name,
    endpoint: `/${type.endpoint}`,
    description: type.description,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: "ResourceType", location: `${baseUrl}/scim/v2/ResourceTypes/${type.name}` },
  };
}

function showSchema({ id, name, description, attributes }: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [SCHEMA_URN],
    id,
    name,
    description,
    attributes: attributes.map(showAttribute),
    meta: { resourceType: "Schema", location: `${baseUrl}/scim/v2/Schemas/${id}` },
  };
}

/** Every characteristic is printed, defaults too: some clients know none. */
function showAttribute(attribute: Attribute): JsonObject {
  const { canonicalValues, referenceTypes, subAttributes, ...characteristics } = attribute;
  return {
    ...characteristics,
    ...(canonicalValues && { canonicalValues: [...canonicalValues] }),
    ...(referenceTypes && { referenceTypes: [...referenceTypes] }),
    ...(subAttributes && { subAttributes: subAttributes.map(showAttribute) }),
  };
}
