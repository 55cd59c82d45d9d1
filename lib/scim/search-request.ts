import { fieldOf } from "./body.ts";
import { type ListQuery, listQueryOf } from "./list.ts";
import { bodyParameters } from "./parameters.ts";
import type { JsonObject, NoteDeviation } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { SEARCH_REQUEST_URN } from "./schema/resource-types.ts";

/** Reads the body of a POST to `/.search` (RFC 7644 §3.4.3): the same question as a query, with the same checks. */
export function readSearchRequest(body: JsonObject, type: ResourceType, note: NoteDeviation): ListQuery {
  const schemas = fieldOf(body, "schemas");
  const isNamed = Array.isArray(schemas)
    ? schemas.some((urn) => typeof urn === "string" && isSearchUrn(urn))
    : typeof schemas === "string" && isSearchUrn(schemas);
  if (!isNamed) note("missing-schemas");
  return listQueryOf(bodyParameters(body), type);
}

const isSearchUrn = (urn: string) => urn.toLowerCase() === SEARCH_REQUEST_URN.toLowerCase();
