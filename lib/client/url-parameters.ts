/** What the address of a list may hold, read alike by the server and the browser. */

/** The query of a page's address, as Next hands it to the page. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** One parameter: how to read it, and the value that is left out of the address. */
export interface UrlParameter<Value extends string | null> {
  read: (raw: string | undefined) => Value;
  otherwise: Value;
}

export type UrlParameters = Record<string, UrlParameter<string> | UrlParameter<string | null>>;

export type ParameterValues<Parameters extends UrlParameters> = {
  [Name in keyof Parameters]: ReturnType<Parameters[Name]["read"]>;
};

/** New values for some parameters; `null` clears one, or, as a whole, all of them. */
export type ParameterChange<Parameters extends UrlParameters> =
  | { [Name in keyof Parameters]?: ParameterValues<Parameters>[Name] | null | undefined }
  | null;

/** Any text; empty when the address does not name it. */
export const text: UrlParameter<string> = { read: (raw) => raw ?? "", otherwise: "" };

/** Any text, or none. */
export const optionalText: UrlParameter<string | null> = { read: (raw) => raw ?? null, otherwise: null };

/** One of a few words; anything else counts as `otherwise`. */
export function oneOf<Word extends string, Otherwise extends Word | null>(
  words: readonly Word[],
  otherwise: Otherwise,
): UrlParameter<Word | Otherwise> {
  return { read: (raw) => words.find((word) => word === raw) ?? otherwise, otherwise };
}

/** The values an address holds. Of a parameter that is repeated, the first counts. */
export function readParameters<Parameters extends UrlParameters>(
  parameters: Parameters,
  search: SearchParams | URLSearchParams,
): ParameterValues<Parameters> {
  const rawOf = (name: string) => {
    if (search instanceof URLSearchParams) return search.get(name) ?? undefined;
    const raw = search[name];
    return Array.isArray(raw) ? raw[0] : raw;
  };
  const values = Object.entries(parameters).map(([name, { read }]) => [name, read(rawOf(name))]);
  return Object.fromEntries(values) as ParameterValues<Parameters>;
}

/** The query (with its "?", or empty) after `change`. What others put into the address stays. */
export function changedQuery<Parameters extends UrlParameters>(
  parameters: Parameters,
  query: string,
  change: ParameterChange<Parameters>,
): string {
  const search = new URLSearchParams(query);
  for (const [name, { otherwise }] of Object.entries(parameters)) {
    const value = change === null ? null : change[name];
    if (value === undefined) continue;
    if (value === null || value === otherwise) search.delete(name);
    else search.set(name, value);
  }
  return search.size === 0 ? "" : `?${search}`;
}
