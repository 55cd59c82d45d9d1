import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { WireRequest } from "./wire.ts";

/** What a provider's own profiles may lack: the reason for data that is missing here. */
export const LACKING = ["name.givenName", "name.familyName", "emails"] as const;
export type Lacking = (typeof LACKING)[number];

/** The request as the provider sends it when its profiles have nothing at these attributes. */
export function withoutAttributes(request: WireRequest, lacking: readonly Lacking[]): WireRequest {
  const { body, path } = request;
  if (lacking.length === 0 || body === undefined || !path.startsWith("/Users")) return request;
  return { ...request, body: lacking.reduce(stripped, body) };
}

function stripped(body: JsonObject, attribute: Lacking): JsonObject {
  const operations = body.Operations;
  if (Array.isArray(operations)) {
    const left = operations.map((each) => operationWithout(each as JsonObject, attribute));
    return { ...body, Operations: left.filter((each) => each !== undefined) };
  }
  return resourceWithout(body, attribute);
}

/** An operation at the attribute goes; one without a path loses it from its value. */
function operationWithout(operation: JsonObject, attribute: Lacking): JsonObject | undefined {
  const { path, value } = operation;
  if (typeof path === "string") return path === attribute || path.startsWith(`${attribute}[`) ? undefined : operation;
  return isObject(value) ? { ...operation, value: resourceWithout(value, attribute) } : operation;
}

/** Entra's other dialect writes `name.givenName` as one key. */
function resourceWithout(resource: JsonObject, attribute: Lacking): JsonObject {
  const [parent = "", sub] = attribute.split(".");
  const { [attribute]: _, ...rest } = resource;
  const holder = rest[parent];
  if (sub === undefined || !isObject(holder)) return rest;
  const { [sub]: _gone, ...parts } = holder;
  return { ...rest, [parent]: parts };
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
