import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differences } from "../difference.ts";
import { ScimError } from "../error.ts";
import type { JsonObject, JsonValue, StoredResource } from "../resource.ts";
import { ENTERPRISE_USER_URN as E, GROUP_URN as G, Group, USER_URN as U, User } from "../schema/resource-types.ts";
import { applyPatch } from "./apply.ts";
import { type PatchOperation, parsePatch } from "./parse.ts";

/** A nightly run sets this to 1,000,000. */
const RUNS = Number(process.env.SCIM_FUZZ_RUNS ?? 1_000);
const TIME_TO_RUN = 30_000 + RUNS * 2;

const ignore = () => {};
const apply = (before: StoredResource, operations: readonly PatchOperation[]) =>
  applyPatch(User, before, operations, ignore);

/** Single values by the path a client writes; the model keeps them in a Map under that path. */
const paths = [
  "title",
  "nickName",
  "name.givenName",
  "name.familyName",
  `${E}:department`,
  `${E}:manager.value`,
] as const;
const types = ["work", "home", "other"] as const;

const text = fc.string({ minLength: 1, maxLength: 5, unit: "grapheme-ascii" }).filter((value) => !/[@,{]/.test(value));
const setting = fc.oneof(
  fc.record({ op: fc.constantFrom("add" as const, "replace" as const), path: fc.constantFrom(...paths), value: text }),
  fc.record({ op: fc.constant("replace" as const), path: fc.constantFrom(...paths), value: fc.constantFrom("", null) }),
  fc.record({ op: fc.constant("remove" as const), path: fc.constantFrom(...paths) }),
);
const typed = fc.constantFrom(...types).map((type) => `emails[type eq "${type}"].value`);
const email = fc.oneof(
  fc.record({ op: fc.constantFrom("add" as const, "replace" as const), path: typed, value: text }),
  fc.record({ op: fc.constant("remove" as const), path: typed }),
);
const operations: fc.Arbitrary<PatchOperation[]> = fc.array(fc.oneof(setting, email), { maxLength: 12 });

const blank = (): StoredResource => ({ schemas: [U], userName: "ada" });

/** What the operations mean, told without any of the code under test. */
function model(applied: readonly PatchOperation[]): Map<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  for (const { op, path = "", value } of applied) {
    if (op === "remove" || value === "" || value === null || value === undefined) values.delete(path);
    else values.set(path, value);
  }
  return values;
}

function valueAt(resource: JsonObject, path: string): JsonValue | undefined {
  const type = /type eq "(\w+)"/.exec(path)?.[1];
  if (type) {
    const emails = (resource.emails ?? []) as JsonObject[];
    return emails.find((element) => element.type === type)?.value;
  }
  const isEnterprise = path.startsWith(E);
  const holder = (isEnterprise ? resource[E] : resource) as JsonObject | undefined;
  const [name = "", sub] = (isEnterprise ? path.slice(E.length + 1) : path).split(".");
  const value = holder?.[name];
  return sub === undefined ? value : (value as JsonObject | undefined)?.[sub];
}

describe("a PATCH of single values and typed elements", () => {
  test(
    "leaves exactly what its operations say, in order",
    () => {
      fc.assert(
        fc.property(operations, (applied) => {
          const after = apply(blank(), applied);
          const expected = model(applied);
          for (const path of [...paths, ...types.map((type) => `emails[type eq "${type}"].value`)]) {
            expect(valueAt(after, path)).toEqual(expected.get(path));
          }
          expect(Array.isArray(after.emails) ? after.emails.length : 0).toBe(
            [...expected.keys()].filter((path) => path.startsWith("emails")).length,
          );
        }),
        { numRuns: RUNS },
      );
    },
    TIME_TO_RUN,
  );

  test(
    "done twice is done once",
    () => {
      fc.assert(
        fc.property(operations, (applied) => {
          const once = apply(blank(), applied);
          // Which e-mail address stands first may change: one that is taken out and set again comes last.
          expect(differences(apply(once, applied), once)).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_TO_RUN,
  );

  test(
    "in two requests is the same as in one",
    () => {
      fc.assert(
        fc.property(operations, fc.nat({ max: 12 }), (applied, cut) => {
          const inTwo = apply(apply(blank(), applied.slice(0, cut)), applied.slice(cut));
          // Between requests an element that has only its type is gone, so it may come back in another place.
          expect(differences(inTwo, apply(blank(), applied))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_TO_RUN,
  );

  test(
    "names no empty extension in schemas, and each that has content",
    () => {
      fc.assert(
        fc.property(operations, (applied) => {
          const after = apply(blank(), applied);
          expect(after.schemas).toEqual(after[E] === undefined ? [U] : [U, E]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_TO_RUN,
  );
});

describe("attacks by PATCH", () => {
  const user = (): StoredResource => ({
    schemas: [U],
    userName: "ada",
    active: true,
    emails: [{ value: "a@x", type: "work" }],
  });
  const refusal = (run: () => unknown): ScimError => {
    try {
      run();
    } catch (error) {
      if (error instanceof ScimError) return error;
      throw error;
    }
    throw new Error("taken");
  };
  const refused = (...applied: PatchOperation[]) => refusal(() => apply(user(), applied)).scimType;
  const parsed = (Operations: JsonValue) => parsePatch({ Operations }, ignore);

  test.each(["id", "meta.created", "groups", "schemas", "meta"])(
    "attack E6 %s is mutability for replace and remove",
    (path) => {
      expect(refused({ op: "replace", path, value: "x" })).toBe("mutability");
      expect(refused({ op: "remove", path })).toBe("mutability");
    },
  );

  test("attack E7 userName cannot be removed or emptied", () => {
    expect(refused({ op: "remove", path: "userName" })).toBe("mutability");
    for (const value of [null, ""]) expect(refused({ op: "replace", path: "userName", value })).toBe("invalidValue");
  });

  test("attack E8 a third operation that fails takes the first two with it", () => {
    const start = user();
    const two: PatchOperation[] = [
      { op: "replace", path: "title", value: "a" },
      { op: "remove", path: "emails" },
    ];
    expect(() => applyPatch(User, start, [...two, { op: "replace", path: "nope", value: 1 }], ignore)).toThrow(
      ScimError,
    );
    expect(start).toEqual(user());
  });

  test("attack E9 a remove without a path is noTarget", () => {
    expect(refusal(() => parsed([{ op: "remove" }])).scimType).toBe("noTarget");
  });

  test("attack E10 an element nobody has, of a type nobody knows, is noTarget", () => {
    expect(refused({ op: "replace", path: 'emails[type eq "nope"].value', value: "b@x" })).toBe("noTarget");
  });

  test.each([
    'emails[type eq "work" and (((',
    "emails[",
    'emails[type eq "work"] or 1',
    'emails[value eq "x"]]',
    "emails[].value",
  ])("attack E11 the path %s is refused", (path) =>
    expect(["invalidPath", "invalidFilter"]).toContain(refused({ op: "replace", path, value: "x" })),
  );

  test.each<JsonValue>(["move", "copy", "test", null, ["add"], 1, ""])("attack E12 op %j is invalidValue", (op) => {
    expect(refusal(() => parsed([{ op, path: "title", value: "x" }])).scimType).toBe("invalidValue");
  });

  test.each(["ADD", "Add", "add"])("attack E12 op %s is add", (op) => {
    expect(parsed([{ op, path: "title", value: "x" }])).toEqual([{ op: "add", path: "title", value: "x" }]);
  });

  test("attack E13 too many operations, none at all or no list are 400 or harmless", () => {
    const many = Array.from({ length: 10_001 }, () => ({ op: "remove", path: "title" }));
    expect(refusal(() => parsed(many)).scimType).toBe("tooMany");
    expect(refusal(() => parsed({})).scimType).toBe("invalidSyntax");
    expect(refusal(() => parsePatch({}, ignore)).scimType).toBe("invalidSyntax");
    expect(apply(user(), parsed([]))).toEqual(user());
  });

  test("attack E15 what changes nothing leaves the same resource", () => {
    const nothing: PatchOperation[] = [
      { op: "add", path: "emails", value: [{ value: "A@X", type: "work" }] },
      { op: "remove", path: 'emails[type eq "home"]' },
      { op: "remove", path: "title" },
      { op: "replace", value: { active: "True" } },
    ];
    expect(differences(user(), apply(user(), nothing.slice(1)))).toEqual([]);
    expect(apply(user(), nothing).emails).toHaveLength(1);
  });

  test.each<JsonValue>(["yes", 0, 1, null, "", {}, []])(
    "attack E17 active %j never leaves a leaver silently active",
    (value) => {
      expect(refused({ op: "replace", path: "active", value })).toBe("invalidValue");
    },
  );

  test.each(["False", "false", false])("E17 active %j deactivates", (value) => {
    expect(apply(user(), [{ op: "replace", path: "active", value }]).active).toBe(false);
  });

  test("attack E14 E16 a group's own name survives whatever is done to its members", () => {
    const team: StoredResource = { schemas: [G], displayName: "Team" };
    expect(applyPatch(Group, team, [{ op: "replace", path: "externalId", value: "1" }], ignore)).toEqual({
      ...team,
      externalId: "1",
    });
  });
});
