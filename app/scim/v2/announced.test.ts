import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schemasList } from "#lib/scim/discovery.ts";
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { Attribute, Schema } from "#lib/scim/schema/attribute.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import type { ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

/* What /Schemas announces is what a client may do: each attribute, by its full path, as a generic client would. */

let database: TestDatabase;
let idp: TestDirectory["idp"];
let boss: JsonObject & { id: string };
let known: JsonObject & { id: string };
beforeAll(async () => {
  database = await openTestPostgres();
  ({ idp } = await addDirectory(serve(database), { provider: "generic" }));
  boss = (await idp.post("/Users", { userName: unique("boss"), displayName: "The Boss" })).body;
  known = (await idp.post("/Users", { userName: unique("known") })).body;
});
afterAll(() => database.close());

const schemas = schemasList("").Resources as unknown as Schema[];
const isWritable = ({ mutability }: Attribute) => mutability !== "readOnly";
const rows = schemas.flatMap((schema) =>
  schema.attributes
    .filter(isWritable)
    .map((attribute) => ({ path: `${schema.id}:${attribute.name}`, schema, attribute })),
);

let counter = 0;
function simple(attribute: Attribute, owner: string): JsonValue {
  counter++;
  switch (attribute.type) {
    case "boolean":
      return true;
    case "reference":
      return attribute.name === "$ref"
        ? (((owner === "members" ? known : boss).meta as JsonObject).location ?? null)
        : `https://x.example/${counter}`;
    case "binary":
      return Buffer.from(`certificate ${counter}`).toString("base64");
    default:
      if (owner === "emails" && attribute.name === "value") return `a${counter}@x.example`;
      if (owner === "manager" && attribute.name === "value") return boss.id;
      if (owner === "members" && attribute.name === "value") return known.id;
      if (owner === "members" && attribute.name === "type") return "User";
      return attribute.canonicalValues?.[0] ?? `${attribute.name} ${counter}`;
  }
}

function sample(attribute: Attribute): JsonValue {
  const subs = (attribute.subAttributes ?? []).filter(isWritable);
  const one =
    attribute.type === "complex"
      ? Object.fromEntries(subs.map((sub) => [sub.name, simple(sub, attribute.name)]))
      : simple(attribute, "");
  return attribute.multiValued ? [one] : one;
}

const endpointOf = ({ id }: Schema) => (id.endsWith("core:2.0:Group") ? "/Groups" : "/Users");
const minimal = (schema: Schema) =>
  endpointOf(schema) === "/Groups" ? { displayName: unique("Group") } : { userName: unique("person") };

/** The value of the attribute in an answer, extensions under their URN. */
function shown({ body }: ScimReply, schema: Schema, { name }: Attribute): JsonValue | undefined {
  return schema.id.includes(":core:") ? body[name] : (body[schema.id] as JsonObject | undefined)?.[name];
}
const expected = (attribute: Attribute, value: JsonValue) =>
  attribute.name === "members"
    ? [expect.objectContaining((value as JsonObject[])[0] as JsonObject)]
    : attribute.name === "manager"
      ? expect.objectContaining(value as JsonObject)
      : value;

test("a resource that is read says where it is, whatever is left out of it, and so does a 304", async () => {
  const created = await idp.post("/Users", { userName: unique("placed") });
  const { location } = created.body.meta as JsonObject;
  const whole = await idp.get(`/Users/${created.body.id}`);
  const part = await idp.get(`/Users/${created.body.id}?excludedAttributes=meta`);
  const known = await idp.get(`/Users/${created.body.id}`, { headers: { "if-none-match": 'W/"1"' } });
  expect(known.status).toBe(304);
  for (const { headers } of [whole, part, known]) {
    expect([headers.get("location"), headers.get("content-location")]).toEqual([location, location]);
  }
  expect(created.headers.get("location")).toBe(location);
});

describe.each(rows)("$path", ({ path, schema, attribute }) => {
  const endpoint = endpointOf(schema);

  test("is taken by POST and comes back as it was sent, or never", async () => {
    const value = sample(attribute);
    const body = schema.id.includes(":core:")
      ? { [attribute.name]: value }
      : { [schema.id]: { [attribute.name]: value } };
    const created = await idp.post(endpoint, { schemas: [schema.id], ...minimal(schema), ...body });
    expect(created.status, created.text).toBe(201);
    const content = attribute.returned === "never" ? undefined : expected(attribute, value);
    expect(shown(created, schema, attribute)).toEqual(content);
    expect(shown(await idp.get(`${endpoint}/${created.body.id}`), schema, attribute)).toEqual(content);
  });

  test("is added, replaced and removed by PATCH", async () => {
    const { id } = (await idp.post(endpoint, minimal(schema))).body;
    for (const op of ["add", "replace"]) {
      const value = sample(attribute);
      const reply = await idp.patch(`${endpoint}/${id}`, [{ op, path, value }]);
      expect(reply.status, reply.text).toBe(200);
      const content = attribute.returned === "never" ? undefined : expected(attribute, value);
      expect(shown(reply, schema, attribute), op).toEqual(content);
      expect(shown(await idp.get(`${endpoint}/${id}`), schema, attribute), op).toEqual(content);
    }
    const removal = await idp.patch(`${endpoint}/${id}`, [{ op: "remove", path }]);
    if (attribute.required) return expect(removal.status).toBe(400);
    expect(removal.status, removal.text).toBe(200);
    const isUnassigned = (value: JsonValue | undefined) =>
      value === undefined || (Array.isArray(value) && !value.length);
    expect(isUnassigned(shown(removal, schema, attribute)), removal.text).toBe(true);
    expect(isUnassigned(shown(await idp.get(`${endpoint}/${id}`), schema, attribute))).toBe(true);
  });
});
