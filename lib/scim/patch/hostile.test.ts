import fc from "fast-check";
import { expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { parsePath } from "../path.ts";
import type { JsonObject, JsonValue, StoredResource } from "../resource.ts";
import { ENTERPRISE_USER_URN as E, GROUP_URN as G, Group, USER_URN as U, User } from "../schema/resource-types.ts";
import { applyPatch } from "./apply.ts";
import { splitMembers } from "./members.ts";
import { type PatchOperation, parsePatch } from "./parse.ts";

/** A nightly run sets this to 1,000,000. */
const RUNS = Number(process.env.SCIM_FUZZ_RUNS ?? 2_000);
const TIME_TO_RUN = 30_000 + RUNS * 2;

const builtIns = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Map.prototype,
  Object,
  Array,
];
const snapshot = () =>
  builtIns.map((builtIn) =>
    JSON.stringify(
      Object.entries(Object.getOwnPropertyDescriptors(builtIn)).map(([key, d]) => [
        key,
        d.writable,
        d.enumerable,
        typeof d.value,
      ]),
    ),
  );

const user = (): StoredResource => ({
  schemas: [U],
  userName: "ada",
  name: { givenName: "Ada" },
  emails: [{ value: "a@x", type: "work" }],
  "urn:acme:2.0:User": { badge: { color: "red" } },
});

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const key of Reflect.ownKeys(value)) deepFreeze(Reflect.get(value, key));
  }
  return value;
}

/** The whole way of a PATCH; only failures meant for the client may come out. */
function run(operations: JsonValue[], before: StoredResource, type = User): StoredResource | ScimError {
  try {
    const { rest } = splitMembers(
      parsePatch({ Operations: operations }, () => {}),
      type,
      () => {},
    );
    return applyPatch(type, before, rest, () => {});
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

const hostile = fc.constantFrom(
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "__PROTO__",
);
const name = fc.oneof(
  hostile,
  fc.constantFrom("name", "emails", "members", "userName", "value", "badge", "x", "", "0"),
);
const prefix = fc.constantFrom("", `${U}:`, `${E}:`, `${G}:`, "urn:acme:2.0:User:", "urn:", "/");
const filter = fc.oneof(
  fc.constantFrom("", '[type eq "work"]', '[value eq "constructor"]', "[", "]", "[x pr"),
  name.map((inner) => `[${inner} eq "a"]`),
);
const path = fc
  .tuple(prefix, fc.array(name, { minLength: 1, maxLength: 3 }), filter, fc.option(name, { nil: undefined }))
  .map(([urn, names, chosen, sub]) => `${urn}${names.join(".")}${chosen}${sub === undefined ? "" : `.${sub}`}`);
const leaf = fc.oneof(fc.constantFrom<JsonValue>(null, "", true, 1, "x"), fc.string());
const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    // Parsed from text as a request is, so that "__proto__" becomes an own key.
    fc
      .array(fc.tuple(fc.oneof(path, name), tie("value")), { maxLength: 3 })
      .map(
        (entries) =>
          JSON.parse(
            `{${entries.map(([key, content]) => `${JSON.stringify(key)}:${JSON.stringify(content)}`).join()}}`,
          ) as JsonObject,
      ),
  ),
})).value;
const operation = fc.record(
  { op: fc.constantFrom("add", "remove", "replace", "Add"), path, value },
  { requiredKeys: ["op"] },
) as fc.Arbitrary<JsonObject>;

test(
  "no path, key or value changes what every object inherits, and none fails otherwise than with a SCIM error",
  () => {
    const before = snapshot();
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), fc.constantFrom(User, Group), (operations, type) => {
        const start = type === User ? user() : { schemas: [G], displayName: "Team" };
        const result = run(operations, deepFreeze(start), type);
        if (!(result instanceof ScimError)) expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
        expect(({} as Record<string, unknown>).x).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
    expect(snapshot()).toEqual(before);
  },
  TIME_TO_RUN,
);

test(
  "neither the resource nor the operations are written to",
  () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (operations) => {
        const start = deepFreeze(user());
        run(deepFreeze(operations), start);
        expect(start).toEqual(user());
      }),
      { numRuns: RUNS / 2 },
    );
  },
  TIME_TO_RUN,
);

test.each([
  "__proto__.polluted",
  "constructor.prototype.x",
  "name.__proto__.x",
  "emails[0].__proto__",
  "toString.x",
  "hasOwnProperty",
  `${U}:__proto__`,
  "urn:acme:2.0:User:__proto__",
  "urn:acme:2.0:User:badge.__proto__",
])("attack E1 E2 E4 E5 the path %s is refused as invalidPath for every operation", (hostilePath) => {
  for (const op of ["add", "replace", "remove"] as const) {
    expect(run([{ op, path: hostilePath, value: { polluted: 1 } }], user())).toMatchObject({ scimType: "invalidPath" });
  }
});

test.each([
  '{"__proto__.x":1}',
  '{"constructor.prototype.x":1}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"toString.x":1}',
  `{"${U}:__proto__":1}`,
  `{"${E}":{"__proto__":{"x":1}}}`,
  `{"${U}":{"__proto__":{"x":1}}}`,
  '{"urn:acme:2.0:User":{"__proto__":{"x":1}}}',
  '{"urn:acme:2.0:User":{"constructor":1}}',
  '{"urn:acme:2.0:User:badge.__proto__":1}',
])("attack E3 E4 the value %s without path is refused as invalidPath", (text) => {
  for (const type of [User, Group]) {
    const operation: PatchOperation = { op: "replace", value: JSON.parse(text) as JsonObject };
    const start = type === User ? user() : { schemas: [G], displayName: "Team" };
    if (type === Group && text.includes(U)) continue;
    expect(run([{ ...operation }], start, type)).toMatchObject({ scimType: "invalidPath" });
  }
});

test("a hostile key deep in an unknown extension does not become a key of the resource", () => {
  const after = run(
    [{ op: "add", path: "urn:acme:2.0:User:a", value: JSON.parse('{"b":{"__proto__":{"x":1},"c":1}}') as JsonObject }],
    user(),
  );
  expect(JSON.stringify(after)).toContain('"a":{"b":{"c":1}}');
});

test(
  "a path is read or refused, whatever it is",
  () => {
    fc.assert(
      fc.property(fc.oneof(path, fc.string(), fc.string({ unit: "binary" })), (text) => {
        try {
          parsePath(text, User, () => {});
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
        }
      }),
      { numRuns: RUNS },
    );
  },
  TIME_TO_RUN,
);
