/** What of an event is about a person who is erased, and what of another's event mentions them. */
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { isObject } from "#lib/scim/value.ts";

/** The person under all that leads to them; `names` in lower case. */
export interface ErasedNames {
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

export interface MentioningEvent {
  readonly id: string;
  readonly subjectId: string;
  readonly data: JsonObject;
  readonly previous: JsonObject | null;
}

export type Cleaned = "theirs" | "unchanged" | Pick<MentioningEvent, "data" | "previous">;

/** A name such as `martin` is a word of other people's names and of the format too: it means the person only in few places. */
export const isWord = (name: string) => /^\p{L}+$/u.test(name);

/** Where people are named as somebody's: what is said of one there is said of nobody else. */
const REFERENCES = new Set(["manager", "members", "owners", "assistant"]);
/** What a person is reached by is that person's, also if somebody else who had the same is erased. */
const OWN = new Set(["username", "userName", "email", "email_address", "emails"]);
const NAMES_IN_EVENTS = ["username", "email", "email_address"];
const PERSON_ID = /^directory_user_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** Texts without one of which no event mentions the person: parts of its JSON in lower case, as PostgreSQL writes it. */
export function needlesOf({ ids, names }: ErasedNames): string[] {
  const places = ["value", "display", "displayname", "manager", "username"];
  return [
    ...ids,
    ...names.flatMap((name) => {
      const quoted = JSON.stringify(name);
      return isWord(name) ? places.map((place) => `"${place}": ${quoted}`) : [quoted.slice(1, -1)];
    }),
  ];
}

/** The person an event is about, by UUID; undefined when it is about a group or a token. */
export function personOf({ data }: Pick<MentioningEvent, "data">): string | undefined {
  const about = isObject(data.user ?? null) ? (data.user as JsonObject).id : (data.directory_user_id ?? data.id);
  return typeof about === "string" ? PERSON_ID.exec(about)?.slice(1).join("-") : undefined;
}

/**
 * An event is theirs by an id, or by their name when the one it is about is nobody any more: then it was they, before they
 * were sent again. Out of others' events goes what refers to them.
 */
export function withoutPerson(event: MentioningEvent, erased: ErasedNames, living: ReadonlySet<string>): Cleaned {
  const { data, previous } = event;
  const ids = new Set(erased.ids);
  const about = personOf(event);
  const own = isObject(data.user ?? null) ? (data.user as JsonObject) : data;
  const subjects = [event.subjectId, about, data.id].filter((id) => typeof id === "string");
  if (subjects.some((id) => ids.has(id))) return "theirs";
  const isNamed = NAMES_IN_EVENTS.some((field) => isName(own[field], erased.names));
  if (isNamed && about !== undefined && !living.has(about)) return "theirs";
  const clean = cleaner(erased);
  const result = { data: clean(data), previous: previous && clean(previous) };
  const text = JSON.stringify(result);
  if (erased.ids.some((id) => text.includes(id))) return "theirs";
  return text === JSON.stringify({ data, previous }) ? "unchanged" : result;
}

const isName = (value: JsonValue | undefined, names: readonly string[]) =>
  typeof value === "string" && names.includes(value.toLowerCase());

/** A name that stands by itself: `martin` is no part of `martina`, nor `a@b.example` of `ana@b.example`. */
function standingAlone(names: readonly string[]): RegExp | undefined {
  const escaped = names.filter((name) => !isWord(name)).map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  if (escaped.length === 0) return undefined;
  return new RegExp(
    `(?<![\\p{L}\\p{N}._%+@-])(?:${escaped.join("|")})(?![\\p{L}\\p{N}_%+@-]|\\.[\\p{L}\\p{N}])`,
    "giu",
  );
}

/** @returns what takes out of an object whatever refers to the person */
function cleaner({ ids, names }: ErasedNames): (value: JsonObject) => JsonObject {
  const alone = standingAlone(names);
  const refers = (value: JsonValue | undefined) =>
    typeof value === "string" &&
    ids.some((id) => value.endsWith(id) && !/[0-9a-z]/i.test(value.at(-id.length - 1) ?? ""));

  /** @returns undefined for what is nothing but a reference */
  function clean(value: JsonValue, inReference: boolean): JsonValue | undefined {
    if (typeof value === "string") {
      if (refers(value) || (inReference && isName(value, names))) return undefined;
      return alone ? value.replace(alone, "(erased)") : value;
    }
    if (Array.isArray(value)) {
      return value.map((part) => clean(part, inReference)).filter((part) => part !== undefined);
    }
    if (!isObject(value)) return value;
    const parts = Object.values(value);
    if (parts.some(refers) || (inReference && parts.some((part) => isName(part, names)))) return undefined;
    return members(value, inReference);
  }

  function members(value: JsonObject, inReference: boolean): JsonObject {
    const kept: JsonObject = {};
    for (const [key, part] of Object.entries(value)) {
      const isReference = inReference || REFERENCES.has(key);
      const cleaned = OWN.has(key) && !inReference ? part : clean(part, isReference);
      if (cleaned !== undefined) kept[key] = cleaned;
    }
    return kept;
  }

  return (value) => members(value, false);
}
