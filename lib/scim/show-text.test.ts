import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PagePosition } from "./list.ts";
import { listResponse } from "./list.ts";
import { EVERYTHING, project, readProjection } from "./projection.ts";
import type { StoredResource } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { attribute } from "./schema/attribute.ts";
import { ENTERPRISE_USER_URN, GROUP_URN, Group, USER_URN, User } from "./schema/resource-types.ts";
import { showResource } from "./show.ts";
import { keepsAllStored, listText, showText } from "./show-text.ts";

const parts = {
  id: "2819c223",
  meta: { created: "2010-01-23T04:56:22Z", lastModified: "2011-05-13T04:42:34Z", version: 3 },
  baseUrl: "https://example.com",
};
const groups = [{ value: "e9e3", display: 'Tour "Guides"' }];
const ACME = "urn:acme:scim:2.0:User";
const hidden: ResourceType = {
  ...User,
  extensions: [
    ...User.extensions,
    {
      id: ACME,
      name: "Acme",
      description: "",
      attributes: [
        attribute("badge", "Badge", { returned: "request" }),
        attribute("pin", "PIN", { returned: "never" }),
      ],
    },
  ],
};
/** As PostgreSQL writes jsonb: a space behind each colon and comma of the outermost object at least. */
const spaced = (stored: object) => JSON.stringify(stored, null, 1).replace(/\n */g, " ");

const expected = (type: ResourceType, stored: StoredResource) =>
  JSON.parse(JSON.stringify(project(type, showResource(type, { ...parts, stored, groups }), EVERYTHING)));
const written = (type: ResourceType, text: string) => showText(type, text, { ...parts, groups });

const babs = {
  schemas: [USER_URN, ENTERPRISE_USER_URN],
  userName: "babs",
  name: { givenName: 'Bar"bara\\' },
  active: true,
  emails: [{ value: "b@example.com", type: "work", primary: true }],
  [ENTERPRISE_USER_URN]: { department: "D\u20283 🎭" },
};

describe("showText", () => {
  test.each([
    ["a whole person", User, babs],
    ["with nothing but the least", User, { schemas: [USER_URN], userName: "b" }],
    ["an empty list", User, { ...babs, emails: [] }],
    ["a group", Group, { schemas: [GROUP_URN], displayName: "Tour Guides" }],
    ["words that look like names", User, { ...babs, nickName: '"password": {"id": 1}' }],
    ["a withheld name as a value", User, { ...babs, nickName: "password" }],
  ])("%s is what reading, showing and writing make of it", (_, type, stored) => {
    for (const text of [JSON.stringify(stored), spaced(stored)]) {
      expect(JSON.parse(written(type, text) ?? "null")).toEqual(expected(type, stored as StoredResource));
    }
  });

  test.each([
    ["a password", User, { ...babs, password: "t1meMa$heen" }],
    ["a password in other letters", User, { ...babs, PassWord: "t1meMa$heen" }],
    ["an attribute returned on request", hidden, { ...babs, [ACME]: { badge: "7" } }],
    ["an attribute never returned", hidden, { ...babs, [ACME]: { pin: "1234", floor: 2 } }],
    ["one of these deeper down", User, { ...babs, [ACME]: { door: [{ password: "x" }] } }],
    ["nothing", User, { ...babs, active: null }],
    ["an empty object", User, { ...babs, name: {} }],
    ["an empty object within", User, { ...babs, [ENTERPRISE_USER_URN]: { manager: {} } }],
    ["an id of somebody else's", User, { ...babs, id: "1" }],
    ["groups of its own", User, { ...babs, groups: [{ value: "1" }] }],
    ["a meta of its own", User, { ...babs, Meta: { version: "1" } }],
  ])("%s is left to whoever reads the document", (_, type, stored) => {
    expect(written(type, JSON.stringify(stored))).toBeUndefined();
    expect(written(type, spaced(stored))).toBeUndefined();
  });

  test("whatever is stored, nothing is shown that reading it would not show", () => {
    const name = fc.constantFrom(
      "nickName",
      "password",
      "name",
      "pin",
      "badge",
      "id",
      "meta",
      "title",
      ACME,
      "active",
      "x y",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(name, tie("value"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value as fc.Arbitrary<never>, { maxKeys: 4 }), (attributes) => {
        const stored = { schemas: [USER_URN], ...attributes };
        const text = written(hidden, JSON.stringify(stored));
        if (text !== undefined) expect(JSON.parse(text)).toEqual(expected(hidden, stored));
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["", true],
  ["excludedAttributes=members", true],
  ["excludedAttributes=groups,Members", true],
  ["excludedAttributes=emails", false],
  ["excludedAttributes=members,meta", false],
  ["attributes=userName", false],
])("a query with %j keeps all that is stored: %s", (query, keeps) => {
  expect(keepsAllStored(readProjection(new URLSearchParams(query), Group))).toBe(keeps);
});

test.each<[string, PagePosition]>([
  ["by index", { totalResults: 7, startIndex: 2 }],
  ["by cursor", { totalResults: 7, nextCursor: "next" }],
  ["at the end", { totalResults: 0, nextCursor: undefined }],
])("a page %s is the same list", (_, position) => {
  for (const resources of [[], [{ id: "1" }], [{ id: "1" }, { id: "2" }]]) {
    const texts = resources.map((resource) => JSON.stringify(resource));
    expect(JSON.parse(listText(texts, position).text)).toEqual(
      JSON.parse(JSON.stringify(listResponse(resources, position))),
    );
  }
});
