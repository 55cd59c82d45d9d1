import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { Schema } from "#lib/scim/schema/attribute.ts";
import { readDeclaredSchema, SchemaDeclarationError } from "#lib/scim/schema/declared.ts";
import { withExtensions } from "#lib/scim/schema/extensions.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import { isObject } from "#lib/scim/value.ts";
import type { Surroundings } from "./compile.ts";
import type { CustomAttribute, KnownRole } from "./configuration.ts";

const read = new WeakMap<readonly unknown[], Schema[]>();

/** The schemas of a list that came as JSON. One that is not understood is left out: its attributes count as unknown. */
function schemasOf(documents: readonly unknown[]): Schema[] {
  const known = read.get(documents);
  if (known) return known;
  const schemas = documents.flatMap((document) => {
    try {
      return isObject(document as JsonValue) ? [readDeclaredSchema(document as JsonObject)] : [];
    } catch (error) {
      if (error instanceof SchemaDeclarationError) return [];
      throw error;
    }
  });
  read.set(documents, schemas);
  return schemas;
}

/** What a configuration is checked against in the browser, from what the mapping's door answers. */
export const surroundingsOf = (given: {
  /** As RFC 7643 §7 writes them; the same list gives the same type. */
  schemas: readonly unknown[];
  roles: readonly KnownRole[];
  attributes: readonly CustomAttribute[];
}): Surroundings => ({
  type: withExtensions(User, schemasOf(given.schemas)),
  roles: given.roles,
  attributes: given.attributes,
});
