import type { Condition } from "#lib/directory/idp/condition.ts";
import type { Outcome } from "#lib/directory/idp/log-entry.ts";
import { refuseFilter } from "#lib/scim/discovery.ts";
import { formatVersion } from "#lib/scim/etag.ts";
import { type Projection, project } from "#lib/scim/projection.ts";
import type { JsonObject, ShownResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import type { ScimAnswer } from "./scim-route.ts";

const metaText = (shown: ShownResource, name: "location" | "version") => String((shown.meta as JsonObject)[name]);

/** A resource that was just written, with `Location` and `ETag` (RFC 7644 §3.3, §3.14). */
export function written(
  type: ResourceType,
  status: 200 | 201,
  { shown, outcome }: { shown: ShownResource; outcome?: Outcome | undefined },
  projection: Projection,
): ScimAnswer {
  const headers = { location: metaText(shown, "location"), etag: metaText(shown, "version") };
  return { status, body: project(type, shown, projection), headers, outcome };
}

/**
 * A resource that was read, with its address as RFC 7644 §3.4.1 shows it and RFC 7643 §3.1 names it; 304 when the
 * caller has this version already.
 */
export function read(
  read: { shown: ShownResource; version: number; location: string; outcome: Outcome },
  ifNoneMatch: Condition,
): ScimAnswer {
  const { shown, version, location, outcome } = read;
  const headers = { etag: formatVersion(version), location, "content-location": location };
  const known = ifNoneMatch === "*" || ifNoneMatch?.includes(version);
  if (known) return { status: 304, headers, outcome: { ...outcome, status: 304 } };
  return { status: 200, body: shown, headers, outcome };
}

/** A document of discovery. @throws ScimError 403 where the query holds a filter */
export function discovered(url: URL, said: Pick<ScimAnswer, "body" | "outcome">): ScimAnswer {
  refuseFilter(url.searchParams);
  return ok(said);
}

/** A list, or the answer to a bulk request. */
export const ok = ({ body, outcome, entries }: Pick<ScimAnswer, "body" | "outcome" | "entries">): ScimAnswer => ({
  status: 200,
  body,
  outcome,
  ...(entries && { entries }),
});

export const noContent = (): ScimAnswer => ({ status: 204 });
