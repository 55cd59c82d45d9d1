import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { Account, LinkedAccount, LinkedGroup, PushedGroup, WireRequest } from "#lib/simulate/wire.ts";
import { ENTERPRISE_URN, ERROR_URN, GROUP_URN, LIST_URN, linkedMembers, USER_URN } from "#lib/simulate/wire.ts";
import type { Answer } from "./scim-client.ts";

/** Says in words what is wrong with a body, or nothing. */
export type BodyCheck = (body: JsonObject) => string | undefined;

/** What the provider takes for an answer to one request. */
export interface Expectation {
  readonly status?: readonly number[];
  readonly body?: BodyCheck;
}

const USUAL_STATUS: Readonly<Record<WireRequest["method"], readonly number[]>> = {
  GET: [200],
  POST: [201],
  PUT: [200],
  PATCH: [200, 204],
  DELETE: [204],
};

/** The first thing wrong with an answer, in words; nothing when it is as expected. */
export function problemWith(
  request: WireRequest,
  answer: Answer,
  expectation: Expectation,
  insistsOnScimMediaType: boolean,
): string | undefined {
  const allowed = expectation.status ?? USUAL_STATUS[request.method];
  if (answer.status === 0) return answer.text;
  if (!allowed.includes(answer.status)) return `expected ${allowed.join(" or ")}`;
  if (answer.status === 204) return answer.text === "" ? undefined : "204 came with a body";
  if (answer.body === undefined) return "the body is not a JSON object";
  if (insistsOnScimMediaType && answer.mediaType !== "application/scim+json") {
    return `the media type is ${answer.mediaType || "missing"}, not application/scim+json`;
  }
  return expectation.body?.(answer.body);
}

/** Runs checks in order and reports the first that fails. */
export function all(...checks: readonly BodyCheck[]): BodyCheck {
  return (body) => {
    for (const check of checks) {
      const problem = check(body);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

const sameWord = (one: unknown, other: string) => typeof one === "string" && one.toLowerCase() === other.toLowerCase();

function hasSchema(urn: string): BodyCheck {
  return ({ schemas }) =>
    Array.isArray(schemas) && schemas.some((schema) => sameWord(schema, urn)) ? undefined : `schemas lacks ${urn}`;
}

/** A user with an id that is known or new, active or not, under the userName that was sent, without a password. */
export function isUser(account: Account, active: boolean): BodyCheck {
  const { userName } = account.person;
  return all(
    hasSchema(USER_URN),
    (body) => (typeof body.id === "string" && body.id !== "" ? undefined : "the user has no id"),
    (body) => (account.id === undefined || body.id === account.id ? undefined : "this is another user's id"),
    (body) => (sameWord(body.userName, userName) ? undefined : `userName is ${show(body.userName)}, not ${userName}`),
    (body) => (body.active === active ? undefined : `active is ${show(body.active)}, not ${active}`),
    (body) => ("password" in body ? "the password is given back" : undefined),
  );
}

/** The profile as the provider has it, each value exactly as sent (EN-49) and empty ones gone (OK-13). */
export function hasProfile(account: Account): BodyCheck {
  const { profile } = account;
  return (body) => {
    const extension = asObject(body[ENTERPRISE_URN]);
    const literal = Object.keys(body).find((key) => key.startsWith("name.") || key.startsWith(`${ENTERPRISE_URN}:`));
    if (literal !== undefined) return `"${literal}" was stored as an attribute name`;
    return (
      differs("displayName", body.displayName, profile.displayName) ??
      differs("title", body.title, profile.title) ??
      differs("department", extension?.department, profile.department) ??
      (profile.mobile === undefined ? undefined : differs("mobile", mobileOf(body), profile.mobile))
    );
  };
}

function differs(name: string, found: JsonValue | undefined, wanted: string | undefined): string | undefined {
  if (found === wanted) return undefined;
  return wanted === undefined ? `${name} is still there: ${show(found)}` : `${name} is ${show(found)}, not "${wanted}"`;
}

function mobileOf(body: JsonObject): JsonValue | undefined {
  const numbers = Array.isArray(body.phoneNumbers) ? body.phoneNumbers.map(asObject) : [];
  return numbers.find((number) => number?.type === "mobile")?.value;
}

/** EN-18: Entra reads the manager as an object under the extension. */
export function hasManager(manager: LinkedAccount): BodyCheck {
  return (body) => {
    const found = asObject(asObject(body[ENTERPRISE_URN])?.manager)?.value;
    return found === manager.id ? undefined : `manager.value is ${show(found)}, not ${manager.id}`;
  };
}

/** The resources of a ListResponse, each an object. */
export function listed(body: JsonObject | undefined): JsonObject[] {
  const resources = Array.isArray(body?.Resources) ? body.Resources : [];
  return resources.map(asObject).filter((resource) => resource !== undefined);
}

/** A ListResponse of between `least` and `most` resources, all of them passing `each`. */
export function isList(size: { least?: number; most?: number } = {}, each?: BodyCheck): BodyCheck {
  return all(
    hasSchema(LIST_URN),
    (body) => (typeof body.totalResults === "number" ? undefined : "totalResults is not a number"),
    (body) => (body.totalResults === 0 || Array.isArray(body.Resources) ? undefined : "Resources is not an array"),
    (body) => {
      const found = listed(body);
      if (found.length < (size.least ?? 0)) return `${found.length} found, at least ${size.least} expected`;
      if (found.length > (size.most ?? Number.POSITIVE_INFINITY))
        return `${found.length} found, at most ${size.most} expected`;
      if (found.some(({ id }) => typeof id !== "string")) return "a listed resource has no id";
      return each === undefined ? undefined : found.map(each).find((problem) => problem !== undefined);
    },
  );
}

/** RFC 7644 §3.3: a second resource with the same userName is refused by name. */
export const isUniquenessConflict: BodyCheck = all(
  hasSchema(ERROR_URN),
  (body) => (body.status === "409" ? undefined : `status in the body is ${show(body.status)}, not "409"`),
  (body) => (body.scimType === "uniqueness" ? undefined : `scimType is ${show(body.scimType)}, not uniqueness`),
);

export const isScimError: BodyCheck = hasSchema(ERROR_URN);

/** A group under its present name. */
export function isGroup(group: PushedGroup, name = group.name): BodyCheck {
  return all(
    hasSchema(GROUP_URN),
    (body) => (typeof body.id === "string" && body.id !== "" ? undefined : "the group has no id"),
    (body) => (group.id === undefined || body.id === group.id ? undefined : "this is another group's id"),
    (body) => (body.displayName === name ? undefined : `displayName is ${show(body.displayName)}, not "${name}"`),
  );
}

export const hidesMembers: BodyCheck = (body) =>
  "members" in body ? "members are shown although they were excluded" : undefined;

/** Everyone the provider put in is a member, nobody it took out; `exactly` also forbids others. */
export function hasMembers(group: LinkedGroup, exactly: boolean, gone: readonly LinkedAccount[] = []): BodyCheck {
  return (body) => {
    const values = Array.isArray(body.members) ? body.members.map((member) => asObject(member)?.value) : [];
    const found = new Set(values);
    const wanted = linkedMembers(group).map(({ id }) => id);
    const missing = wanted.filter((id) => !found.has(id)).length;
    if (missing > 0) return `${missing} of ${wanted.length} members are missing`;
    const staying = gone.filter(({ id }) => found.has(id)).length;
    if (staying > 0) return `${staying} who left are still members`;
    if (found.size < values.length) return "a member is listed twice";
    return exactly && found.size > wanted.length ? `${found.size - wanted.length} members too many` : undefined;
  };
}

function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

function show(value: JsonValue | undefined): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
