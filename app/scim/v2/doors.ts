import { type ScimReply, type ScimRequest, toResponse } from "#lib/http/scim-request.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { scimError } from "#lib/scim/error.ts";
import * as searchEverything from "./.search/route.ts";
import * as bulk from "./Bulk/route.ts";
import * as searchGroups from "./Groups/.search/route.ts";
import * as group from "./Groups/[id]/route.ts";
import * as groups from "./Groups/route.ts";
import * as me from "./Me/route.ts";
import * as resourceType from "./ResourceTypes/[id]/route.ts";
import * as resourceTypes from "./ResourceTypes/route.ts";
import { root } from "./root.ts";
import * as schema from "./Schemas/[id]/route.ts";
import * as schemas from "./Schemas/route.ts";
import * as config from "./ServiceProviderConfig/route.ts";
import * as searchUsers from "./Users/.search/route.ts";
import * as user from "./Users/[id]/route.ts";
import * as users from "./Users/route.ts";

type Door = ReturnType<typeof scimRoute>;

/** Paths below /scim/v2 in lower case: IdPs write them in any case, Next matches exactly. */
const collections = new Map<string, Door>([
  ["", root],
  [".search", searchEverything],
  ["users", users],
  ["groups", groups],
  ["serviceproviderconfig", config],
  ["resourcetypes", resourceTypes],
  ["schemas", schemas],
  ["me", me],
  ["bulk", bulk],
]);
const searches = new Map<string, Door>([
  ["users", searchUsers],
  ["groups", searchGroups],
]);
const items = new Map<string, Door>([
  ["users", user],
  ["groups", group],
  ["resourcetypes", resourceType],
  ["schemas", schema],
]);

const nowhere = async (): Promise<never> => {
  throw scimError.notFound(
    "There is nothing at this address. The endpoint ends in /scim/v2; /Users and /Groups follow it.",
  );
};
const unmatched = scimRoute({ GET: nowhere, POST: nowhere, PUT: nowhere, PATCH: nowhere, DELETE: nowhere });

const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);

function doorOf(name: string, id: string | undefined): Door | undefined {
  if (id === undefined) return collections.get(name);
  return id.toLowerCase() === ".search" ? searches.get(name) : items.get(name);
}

/** `..` in any spelling: resolved, it would be another address than the one that was asked for. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?=[/?#]|$)/i;

/**
 * Answers a request below /scim/v2 with the door it means: trailing and doubled slashes and the letter case of the first
 * segment are overlooked, and `connections/<id or label>` may stand in front to name the directory the token must be of.
 */
export function replyScim(request: ScimRequest): Promise<ScimReply> {
  const url = new URL(request.url);
  const [, , ...path] = url.pathname.split("/").filter((segment) => segment !== "");
  const isNamed = path[0]?.toLowerCase() === "connections";
  const [first = "", id, ...rest] = isNamed ? path.slice(2) : path;
  const isElsewhere = rest.length > 0 || DOT_SEGMENT.test(request.url.split("?", 1)[0] ?? "");
  const door = (isElsewhere ? undefined : doorOf(first.toLowerCase(), id)) ?? unmatched;
  const method = METHODS.has(request.method) ? (request.method as keyof Door) : "OPTIONS";
  return door[method].reply(request, { url, id, connection: isNamed ? (path[1] ?? "") : undefined });
}

/** The same inside Next, for what no folder matched. */
export const answerScim = async (request: Request): Promise<Response> => toResponse(await replyScim(request));
