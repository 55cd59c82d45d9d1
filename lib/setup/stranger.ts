/** What may be kept of a request that nobody could be held to. Pure. */

const ID = /^(?:[0-9a-f]{8}-[0-9a-f-]{27,}|\d+|[A-Za-z0-9_-]{20,}|[^/]*@[^/]*|[^/]*%40[^/]*)$/i;
const WORDS = new Set(["serviceproviderconfig", "resourcetypes", "scim", "connections"]);
const PATH_MAX = 160;

/** The path with everything taken out that may name somebody; doubled slashes and parts stay, they are what is wrong. */
export function pathShape(path: string): string {
  const parts = path.split("/").map((part, index, all) => {
    const isConnection = all[index - 1]?.toLowerCase() === "connections";
    return !isConnection && !WORDS.has(part.toLowerCase()) && ID.test(part) ? "{id}" : part.slice(0, 60);
  });
  return parts.join("/").slice(0, PATH_MAX);
}

const SHOWN_OF_OURS = 13;
const SHOWN_OF_OTHERS = 4;
const LONG_ENOUGH = 24;

/**
 * The first characters of a token that was not accepted: as many as lists show where it can be one of ours, four of
 * anything else that is long enough for the rest to stay secret.
 */
export function shownPrefix(text: string | undefined): string | null {
  if (!text || text.length < LONG_ENOUGH) return null;
  const shown = text.startsWith("scim_") ? SHOWN_OF_OURS : SHOWN_OF_OTHERS;
  const prefix = text.slice(0, shown).replace(/[^\x21-\x7e]/g, "?");
  return prefix;
}
