/** Auth0's notation: pairs of a SCIM path and a field of the Auth0 user profile. */
import type { MappingRow } from "./configuration.ts";
import { TextProblem } from "./finding.ts";
import { readNotation, writeNotation } from "./notation.ts";

export interface Auth0Pair {
  readonly scim: string;
  readonly auth0: string;
}

/** Auth0's word for the kind of connection. */
export type Strategy = "okta" | "waad" | "samlp" | "oidc";

/** Ours to Auth0's name; of several the first is written, all are read. */
const NAMES: readonly (readonly [target: string, ...auth0: string[]])[] = [
  ["email_address", "email"],
  ["first_name", "given_name"],
  ["last_name", "family_name"],
  ["name", "name"],
  ["picture", "picture"],
  ["active", "blocked", "active"],
  ["phone_number", "phone_number"],
  ["external_id", "external_id"],
  ["locale", "locale"],
  ["timezone", "zoneinfo"],
  ["public_metadata.nickname", "nickname"],
];

/** What a username is called depends on the kind of connection. */
const USERNAMES: Record<Strategy, string> = {
  okta: "preferred_username",
  waad: "upn",
  samlp: "username",
  oidc: "preferred_username",
};
const USERNAME_ANY = new Set(Object.values(USERNAMES));

const toAuth0 = new Map(NAMES.map(([target, auth0]) => [target, auth0 as string]));
const fromAuth0 = new Map(NAMES.flatMap(([target, ...names]) => names.map((name) => [name, target] as const)));

const auth0Name = (target: string, strategy: Strategy) => {
  if (target === "username") return USERNAMES[strategy];
  const known = toAuth0.get(target);
  if (known) return known;
  return target.startsWith("public_metadata.") ? `user_metadata.${target.slice("public_metadata.".length)}` : target;
};

function targetOf(name: string): string {
  if (USERNAME_ANY.has(name)) return "username";
  const known = fromAuth0.get(name);
  if (known) return known;
  return name.startsWith("user_metadata.") ? `public_metadata.${name.slice("user_metadata.".length)}` : name;
}

/** `blocked` is `active` turned round: both sides keep their own sense, so the value needs no transformation. */
export function writePairs(rows: readonly MappingRow[], strategy: Strategy): Auth0Pair[] {
  return rows.map((row) => {
    const target = auth0Name(row.target, strategy);
    return { scim: row.source, auth0: writeNotation({ ...row, target }) };
  });
}

/** @throws TextProblem bad_template */
export function readPairs(pairs: readonly Auth0Pair[]): MappingRow[] {
  return pairs.map(({ scim, auth0 }) => {
    const row = readNotation(scim, auth0);
    return { ...row, target: targetOf(row.target) };
  });
}

/** Reads what somebody pasted: pairs, or an object with `mapping`. @throws TextProblem when it is neither */
export function asPairs(value: unknown): Auth0Pair[] {
  const list = Array.isArray(value) ? value : (value as { mapping?: unknown } | null)?.mapping;
  const isPair = (item: unknown): item is Auth0Pair =>
    typeof (item as Auth0Pair | null)?.scim === "string" && typeof (item as Auth0Pair).auth0 === "string";
  if (!Array.isArray(list) || !list.every(isPair)) {
    throw new TextProblem(
      "bad_pairs",
      'A list of pairs is due here: [{"scim": "title", "auth0": "app_metadata.title"}].',
    );
  }
  return list;
}
