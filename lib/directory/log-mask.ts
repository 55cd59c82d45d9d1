/** Hides personal data in what the log shows, and leaves enough of its shape to tell what kind of value was there. */

/** Attributes that say who somebody is, by their last name segment, in lower case. */
const PERSONAL = new Set([
  "username",
  "displayname",
  "formatted",
  "familyname",
  "givenname",
  "middlename",
  "nickname",
  "name",
  "emails",
  "email",
  "phonenumbers",
  "addresses",
  "ims",
  "photos",
  "profileurl",
  "display",
  "manager",
  "employeenumber",
  "members",
  "members (waiting)",
]);
/** Inside a personal attribute these stay: they tell one value from another and nobody from anybody. */
const HARMLESS = new Set(["type", "primary", "$ref", "operation", "op", "path"]);

const segmentOf = (path: string) => {
  const bare = path.replace(/\[[^\]]*\]/g, "");
  return bare.slice(Math.max(bare.lastIndexOf("."), bare.lastIndexOf(":")) + 1).toLowerCase();
};

/** Whether any part of the path names something personal: `emails[type eq "work"].value`. */
export const isPersonal = (path: string) =>
  path
    .replace(/\[[^\]]*\]/g, "")
    .split(/[.:]/)
    .some((segment) => PERSONAL.has(segment.toLowerCase()));

/** "Ana Lima" → "A•• L•••"; "ana@acme.example" → "a••@acme.example"; ids and numbers keep their ends alone. */
export function maskText(text: string): string {
  const at = text.lastIndexOf("@");
  if (at > 0) return `${maskWord(text.slice(0, at))}${text.slice(at)}`;
  return text.replace(/[^\s"'(),]+/g, maskWord);
}

const maskWord = (word: string) => {
  const [first = ""] = word;
  return first + "•".repeat(Math.min(8, Math.max(1, [...word].length - 1)));
};

/** A value of a personal attribute, masked to its leaves. */
export function maskAll(value: unknown): unknown {
  if (typeof value === "string") return value === "" ? "" : maskText(value);
  if (typeof value === "number") return "•••";
  if (Array.isArray(value)) return value.map(maskAll);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, HARMLESS.has(key.toLowerCase()) ? item : maskAll(item)]),
  );
}

/** A body: only what is personal is masked, wherever it stands. A PATCH operation names it in its path. */
export function maskBody(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskBody);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const path = entries.find(([key]) => key.toLowerCase() === "path")?.[1];
  const isAboutPerson = typeof path === "string" && isPersonal(path);
  return Object.fromEntries(
    entries.map(([key, item]) => {
      if (key.toLowerCase() === "value" && isAboutPerson) return [key, maskAll(item)];
      if (key.toLowerCase() === "path" && typeof item === "string") return [key, maskQuotes(item)];
      if (key.toLowerCase() === "detail" && typeof item === "string") return [key, maskQuotes(item)];
      return [key, PERSONAL.has(segmentOf(key)) ? maskAll(item) : maskBody(item)];
    }),
  );
}

/** What stands in quotation marks in a filter or a sentence may be somebody's name; the grammar around it stays. */
export const maskQuotes = (text: string) =>
  text.replace(/"([^"]*)"/g, (whole, inside: string) =>
    /[@\s]|^\S{3,}$/.test(inside) && !KEYWORD.test(inside) ? `"${maskText(inside)}"` : whole,
  );

const KEYWORD = /^(work|home|other|mobile|fax|true|false|direct|user|group)$/i;
