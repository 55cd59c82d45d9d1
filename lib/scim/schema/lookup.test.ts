import { describe, expect, test } from "vitest";
import { findAttribute, findExtension, findInSchema, findSubAttribute, splitUrn } from "./lookup.ts";
import { ENTERPRISE_USER_URN, Group, resourceTypes, USER_URN, User } from "./resource-types.ts";

const inherited = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];

describe("lookups", () => {
  test("find core and common attributes in any letter case, under the core schema", () => {
    expect(findAttribute(User, "USERNAME")?.attribute.name).toBe("userName");
    expect(findAttribute(Group, "ExternalID")).toMatchObject({
      schema: Group.schema,
      attribute: { name: "externalId" },
    });
    expect(findAttribute(Group, "userName")).toBeUndefined();
  });

  test("common attributes belong to core schemas, not to extensions", () => {
    expect(findInSchema(User.schema, "id")?.name).toBe("id");
    for (const extension of User.extensions) expect(findInSchema(extension, "id")).toBeUndefined();
  });

  test("extensions and sub-attributes are found in any letter case", () => {
    const [enterprise] = User.extensions;
    expect(findExtension(User, ENTERPRISE_USER_URN.toUpperCase())).toBe(enterprise);
    expect(findExtension(Group, ENTERPRISE_USER_URN)).toBeUndefined();
    const emails = findAttribute(User, "emails")?.attribute;
    expect(emails && findSubAttribute(emails, "VALUE")?.name).toBe("value");
  });

  test.each(inherited)("%s, which every object inherits, is found nowhere", (name) => {
    for (const type of resourceTypes) {
      expect(findAttribute(type, name)).toBeUndefined();
      expect(findExtension(type, name)).toBeUndefined();
      for (const attribute of type.schema.attributes) expect(findSubAttribute(attribute, name)).toBeUndefined();
    }
  });
});

describe("splitUrn", () => {
  const enterprise = User.extensions[0];

  test.each([
    [`${USER_URN}:userName`, USER_URN, User.schema, "userName"],
    [`${USER_URN.toUpperCase()}:name.givenName`, USER_URN, User.schema, "name.givenName"],
    [`${USER_URN}:emails[type eq "a:b"].value`, USER_URN, User.schema, 'emails[type eq "a:b"].value'],
    [`${ENTERPRISE_USER_URN}:manager.value`, ENTERPRISE_USER_URN, enterprise, "manager.value"],
    [ENTERPRISE_USER_URN, ENTERPRISE_USER_URN, enterprise, ""],
    ["urn:acme:ext:2.0:User:badge.color", "urn:acme:ext:2.0:User", undefined, "badge.color"],
    ['urn:acme:2.0:tags[value eq "x:y"]', "urn:acme:2.0", undefined, 'tags[value eq "x:y"]'],
    [`${USER_URN}Extra:a`, `${USER_URN}Extra`, undefined, "a"],
  ])("splits %s", (text, urn, known, rest) => {
    expect(splitUrn(User, text)).toEqual({ urn, known, rest });
  });

  test("what does not begin with urn: is no URN", () => {
    expect(splitUrn(User, "name.givenName")).toBeUndefined();
    expect(splitUrn(User, "http://schemas.example/2.0:x")).toBeUndefined();
  });
});

describe("rows", () => {
  test("a sub-attribute's name occurs once, and only complex attributes have sub-attributes", () => {
    for (const schema of resourceTypes.flatMap((type) => [type.schema, ...type.extensions])) {
      for (const { type, subAttributes = [] } of schema.attributes) {
        expect(new Set(subAttributes.map(({ name }) => name.toLowerCase())).size).toBe(subAttributes.length);
        expect(subAttributes.length > 0).toBe(type === "complex");
      }
    }
  });

  test("what identifies a resource is unique, and the password never comes back", () => {
    expect(findAttribute(User, "userName")?.attribute).toMatchObject({
      required: true,
      uniqueness: "server",
      caseExact: false,
    });
    expect(findAttribute(Group, "displayName")?.attribute).toMatchObject({ required: true, uniqueness: "server" });
    expect(findAttribute(User, "password")?.attribute).toMatchObject({ mutability: "writeOnly", returned: "never" });
    expect(findAttribute(User, "id")?.attribute).toMatchObject({
      mutability: "readOnly",
      returned: "always",
      caseExact: true,
    });
  });
});
