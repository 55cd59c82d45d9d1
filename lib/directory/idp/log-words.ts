import { foldCase } from "#lib/scim/fold-case.ts";

/** What an entry can be found by, as it was received. */
export interface Findable {
  readonly directoryId: string;
  /** Free text: the sentence, the query, names. Split into words. */
  readonly texts: readonly (string | null | undefined)[];
  /** Found whole or by their beginning: ids, userName, externalId, e-mail addresses. */
  readonly keys: readonly (string | null | undefined)[];
  /** Names of the attributes that changed. */
  readonly attributes: readonly string[];
  readonly dialect: string | null;
}

const WORDS_MAX = 60;
const WORD_MAX = 100;
/** Ids are looked for whole: their parts would be a third of all words. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;

/** In front of every word: tells tenants apart in the one index they share. */
export const tenantOf = (directoryId: string) => `${directoryId.slice(-8).toLowerCase()} `;
/** How an attribute and a dialect stand among the words; no text can hold the sign. */
export const attributeWord = (name: string) => `\u2402${foldCase(name).slice(0, WORD_MAX)}`;
export const dialectWord = (name: string) => `\u2403${name}`;

/** The words of a text as they are kept and looked for. */
export const wordsOf = (text: string): string[] =>
  foldCase(text)
    .split(BETWEEN_WORDS)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, WORD_MAX));

/** Each word once, with its tenant. At most 60, so that a write costs the same whatever is in it. */
export function logWords({ directoryId, texts, keys, attributes, dialect }: Findable): string[] {
  const words = new Set<string>();
  if (dialect) words.add(dialectWord(dialect));
  for (const name of attributes.slice(0, 20)) words.add(attributeWord(name));
  for (const key of keys) {
    const whole = foldCase(key ?? "").slice(0, WORD_MAX);
    if (whole !== "") words.add(whole);
    if (!UUID.test(whole)) for (const word of wordsOf(whole)) words.add(word);
  }
  for (const text of texts) for (const word of text ? wordsOf(text) : []) words.add(word);
  const tenant = tenantOf(directoryId);
  return [...words].slice(0, WORDS_MAX).map((word) => tenant + word);
}
