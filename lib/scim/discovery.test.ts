import { describe, expect, test } from "vitest";
import {
  type DiscoveryLimits,
  refuseFilter,
  resourceTypeByName,
  resourceTypesList,
  schemaById,
  schemasList,
  serviceProviderConfig,
} from "./discovery.ts";
import type { JsonObject, JsonValue } from "./resource.ts";
import {
  ENTERPRISE_USER_URN,
  GROUP_URN,
  LIST_RESPONSE_URN,
  RESOURCE_TYPE_URN,
  SCHEMA_URN,
  USER_URN,
} from "./schema/resource-types.ts";

const BASE = "https://example.com";
const limits: DiscoveryLimits = { bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 }, sort: false };

const attributesOf = (schema: JsonObject) => schema.attributes as JsonObject[];
const withSubs = (attribute: JsonObject): JsonObject[] => [
  attribute,
  ...((attribute.subAttributes ?? []) as JsonObject[]).flatMap(withSubs),
];

function holdsNull(value: JsonValue): boolean {
  return value === null || (typeof value === "object" && Object.values(value).some(holdsNull));
}

describe("ServiceProviderConfig", () => {
  test("says what is offered, with numbers even for what is not", () => {
    expect(serviceProviderConfig(BASE, limits)).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: 1_000 },
      pagination: {
        cursor: false,
        index: true,
        defaultPaginationMethod: "index",
        defaultPageSize: 100,
        maxPageSize: 1_000,
      },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: true },
      authenticationSchemes: [{ type: "oauthbearertoken" }, { type: "oauth2" }],
      meta: { resourceType: "ServiceProviderConfig", location: `${BASE}/scim/v2/ServiceProviderConfig` },
    });
  });
});

test("cursors are advertised with their life time where they can be used (RFC 9865 §4)", () => {
  const { pagination } = serviceProviderConfig(BASE, { ...limits, cursorTimeout: 3_600 });
  expect(pagination).toMatchObject({ cursor: true, index: true, cursorTimeout: 3_600 });
  expect(serviceProviderConfig(BASE, limits).pagination).not.toHaveProperty("cursorTimeout");
});

describe("ResourceTypes", () => {
  test("lists User with the enterprise extension, and Group", () => {
    const { Resources, ...page } = resourceTypesList(BASE);
    expect(page).toEqual({ schemas: [LIST_RESPONSE_URN], totalResults: 2, itemsPerPage: 2, startIndex: 1 });
    expect(Resources).toMatchObject([
      {
        schemas: [RESOURCE_TYPE_URN],
        id: "User",
        endpoint: "/Users",
        schema: USER_URN,
        schemaExtensions: [{ schema: ENTERPRISE_USER_URN, required: false }],
        meta: { resourceType: "ResourceType", location: `${BASE}/scim/v2/ResourceTypes/User` },
      },
      { id: "Group", endpoint: "/Groups", schema: GROUP_URN },
    ]);
  });

  test("one is found in any letter case, an unknown one is a 404 that repeats nothing", () => {
    expect(resourceTypeByName(BASE, "gROUP").id).toBe("Group");
    for (const name of ["#{7*7}", "constructor", "__proto__", ""]) {
      expect(() => resourceTypeByName(BASE, name)).toThrow(
        expect.objectContaining({ status: 404, message: expect.not.stringContaining("7") }),
      );
    }
  });
});

describe("Schemas", () => {
  const schemas = schemasList(BASE).Resources;

  test("lists User, EnterpriseUser and Group, each with its own schemas and location", () => {
    expect(schemas.map(({ id }) => id)).toEqual([USER_URN, ENTERPRISE_USER_URN, GROUP_URN]);
    for (const schema of schemas) {
      expect(schema.schemas).toEqual([SCHEMA_URN]);
      expect(schema.meta).toEqual({ resourceType: "Schema", location: `${BASE}/scim/v2/Schemas/${schema.id}` });
    }
  });

  test("nothing in discovery is null", () => {
    const answers: JsonObject[] = [
      ...schemas,
      ...resourceTypesList(BASE).Resources,
      serviceProviderConfig(BASE, limits),
    ];
    expect(answers.filter(holdsNull)).toEqual([]);
  });

  test("every attribute prints every characteristic", () => {
    for (const attribute of schemas.flatMap(attributesOf).flatMap(withSubs)) {
      expect(attribute).toMatchObject({
        name: expect.any(String),
        type: expect.any(String),
        description: expect.any(String),
        multiValued: expect.any(Boolean),
        required: expect.any(Boolean),
        caseExact: expect.any(Boolean),
        mutability: expect.any(String),
        returned: expect.any(String),
        uniqueness: expect.any(String),
      });
    }
  });

  test("core schemas list externalId, which answers hold", () => {
    for (const urn of [USER_URN, GROUP_URN]) {
      expect(attributesOf(schemaById(BASE, urn)).map(({ name }) => name)).toContain("externalId");
    }
  });

  test("Google's mapping page finds userName required, active boolean and emails with value, type and primary", () => {
    const rows = attributesOf(schemaById(BASE, USER_URN.toLowerCase()));
    const row = (name: string) => rows.find((attribute) => attribute.name === name);
    expect(row("userName")).toMatchObject({ required: true });
    expect(row("active")).toMatchObject({ type: "boolean", mutability: "readWrite" });
    const emails = row("emails")?.subAttributes as JsonObject[];
    expect(emails.map(({ name }) => name)).toEqual(expect.arrayContaining(["value", "type", "primary"]));
  });

  test("an unknown schema is a 404", () => {
    expect(() => schemaById(BASE, "urn:x")).toThrow(expect.objectContaining({ status: 404 }));
  });
});

test("RFC 7644 §4: a filter on discovery is 403, in any letter case and also when it is empty; all else is ignored", () => {
  for (const query of ["filter=id pr", "FILTER=id pr", "filter=", "count=1&filter=x"]) {
    expect(() => refuseFilter(new URLSearchParams(query)), query).toThrow(expect.objectContaining({ status: 403 }));
  }
  for (const query of ["", "count=1&startIndex=2&sortBy=id&attributes=id", "aadOptscim062020"]) {
    expect(() => refuseFilter(new URLSearchParams(query)), query).not.toThrow();
  }
});
