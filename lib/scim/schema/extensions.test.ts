import { describe, expect, test } from "vitest";
import { readResource } from "../body.ts";
import { resourceTypeByName, schemaById, schemasList } from "../discovery.ts";
import { parseFilter } from "../filter/parse.ts";
import { matches } from "../filter/predicate.ts";
import { applyPatch } from "../patch/apply.ts";
import { project, readProjection } from "../projection.ts";
import { searchDocument } from "../search-document.ts";
import { readSort } from "../sort.ts";
import { readDeclaredSchema } from "./declared.ts";
import { withExtensions } from "./extensions.ts";
import { ENTERPRISE_USER_URN, Group, resourceTypes, User } from "./resource-types.ts";

const ACME = "urn:example:acme:2.0:User";
const acme = readDeclaredSchema({
  id: ACME,
  attributes: [
    { name: "badge", caseExact: true },
    { name: "floor", type: "integer" },
    { name: "pin", returned: "never" },
    { name: "remote", type: "boolean" },
    { name: "skills", type: "complex", multiValued: true, subAttributes: [{ name: "value" }, { name: "type" }] },
  ],
});
const declared = [acme];
const AcmeUser = withExtensions(User, declared);
const ignore = () => {};
const ada = () =>
  readResource(
    AcmeUser,
    { userName: "ada", [ACME.toUpperCase()]: { BADGE: "Ab", floor: 3, pin: "1", remote: "True", other: 1 } },
    ignore,
  );

describe("a declared extension", () => {
  test("makes the same type for the same list, and leaves the type as it was", () => {
    expect(withExtensions(User, declared)).toBe(AcmeUser);
    expect(withExtensions(User, [acme])).not.toBe(AcmeUser);
    expect(withExtensions(Group, declared)).not.toBe(AcmeUser);
    expect(withExtensions(User, [])).toBe(User);
    expect(User.extensions.map(({ id }) => id)).toEqual([ENTERPRISE_USER_URN]);
  });

  test("does not replace an extension of the type's own, nor comes twice", () => {
    const copy = { ...acme, id: ENTERPRISE_USER_URN.toUpperCase() };
    expect(withExtensions(User, [copy, acme, acme]).extensions).toEqual([...User.extensions, acme]);
  });

  test("is read by its rows: canonical names, types, unknown attributes left out", () => {
    expect(ada()).toEqual({
      schemas: [AcmeUser.schema.id, ACME],
      userName: "ada",
      [ACME]: { badge: "Ab", floor: 3, pin: "1", remote: true },
    });
    expect(() => readResource(AcmeUser, { userName: "a", [ACME]: { floor: "3" } }, ignore)).toThrow("integer");
  });

  test("is known to its own directory alone", () => {
    const elsewhere = readResource(User, { userName: "ada", [ACME]: { floor: "3" } }, ignore);
    expect(elsewhere[ACME]).toEqual({ floor: "3" });
    expect(schemasList("https://x").Resources.map(({ id }) => id)).not.toContain(ACME);
  });

  test("is filtered, sorted and searched by its rows", () => {
    const holds = (text: string) => matches(parseFilter(text, AcmeUser, ignore), ada());
    expect(holds(`${ACME}:badge eq "Ab"`)).toBe(true);
    expect(holds(`${ACME}:badge eq "ab"`)).toBe(false);
    expect(holds("floor gt 2")).toBe(true);
    expect(() => holds(`${ACME}:pin pr`)).toThrow("no attribute");
    expect(() => holds(`${ACME}:nope pr`)).toThrow("no attribute");
    expect(searchDocument(AcmeUser, ada())[ACME.toLowerCase()]).toMatchObject({ badge: "Ab" });
    const sort = readSort({ sortBy: `${ACME}:floor`, sortOrder: "ascending" }, AcmeUser, ignore);
    expect(sort?.ref).toMatchObject({ keys: [ACME, "floor"], attribute: { type: "integer" } });
  });

  test("is shown without what is never returned, and can be asked for by name", () => {
    const show = (query: string) =>
      project(AcmeUser, { ...ada(), id: "1" }, readProjection(new URLSearchParams(query), AcmeUser));
    expect(show("")[ACME]).toEqual({ badge: "Ab", floor: 3, remote: true });
    expect(show(`attributes=${ACME}:floor`)[ACME]).toEqual({ floor: 3 });
  });

  test("is changed by PATCH, by path and by key", () => {
    const after = applyPatch(
      AcmeUser,
      ada(),
      [
        { op: "replace", path: `${ACME}:floor`, value: 4 },
        { op: "add", path: `${ACME}:skills[type eq "main"].value`, value: "go" },
        { op: "replace", value: { [`${ACME}:remote`]: "False" } },
      ],
      ignore,
    );
    expect(after[ACME]).toMatchObject({ floor: 4, remote: false, skills: [{ type: "main", value: "go" }] });
    const wrong = { op: "replace", path: `${ACME}:nope`, value: 1 } as const;
    expect(() => applyPatch(AcmeUser, ada(), [wrong], ignore)).toThrow(
      expect.objectContaining({ scimType: "invalidPath" }),
    );
  });

  test("is listed in /Schemas and in its resource type, once", () => {
    const types = resourceTypes.map((type) => withExtensions(type, type === User ? declared : []));
    expect(schemasList("https://x", types).Resources.map(({ id }) => id)).toContain(ACME);
    expect(schemaById("https://x", ACME.toUpperCase(), types)).toMatchObject({ id: ACME, attributes: { length: 5 } });
    expect(resourceTypeByName("https://x", "User", types).schemaExtensions).toContainEqual({
      schema: ACME,
      required: false,
    });
    const both = resourceTypes.map((type) => withExtensions(type, declared));
    expect(schemasList("https://x", both).Resources.filter(({ id }) => id === ACME)).toHaveLength(1);
  });
});
