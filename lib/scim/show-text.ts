import { listResponse, type PagePosition } from "./list.ts";
import { type Projection, withheld } from "./projection.ts";
import type { Meta } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { type JoinedParts, metaOf, relationsOf } from "./show.ts";

/** JSON that is written already and is sent as it is. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What only we write. A stored document that has one of these names anywhere is put together by `showResource`. */
const OURS = ["id", "meta", "groups", "members"];

const unusual = new WeakMap<ResourceType, RegExp>();

/**
 * Finds in a document's JSON what is not shown as it stands: a name that is withheld, nothing (null, `{}`), a name of ours.
 * It looks at names at any depth and may find too much, never too little: a quote inside a string is escaped.
 */
function unusualIn(type: ResourceType): RegExp {
  const known = unusual.get(type);
  if (known) return known;
  const names = [...withheld(type), ...OURS].map((name) => name.replace(/[^\w-]/g, "\\$&"));
  const made = new RegExp(`\\{\\s*\\}|:\\s*null|"(?:${names.join("|")})"\\s*:`, "iu");
  unusual.set(type, made);
  return made;
}

/** Whether a projection leaves everything that is stored; groups and members are never stored with their resource. */
export const keepsAllStored = ({ only, without }: Projection): boolean =>
  only === undefined && [...without].every((path) => path === "members" || path === "groups");

/**
 * `showResource` and `project` for a projection that keeps all that is stored, from the document's JSON to the resource's
 * without reading it: of a page of a hundred, reading and writing again is most of the work.
 *
 * @param text the JSON of a stored document, as the database wrote it, without space around it
 * @returns undefined when the document has to be read, because not all of it is shown
 */
export function showText(type: ResourceType, text: string, parts: JoinedParts): string | undefined {
  if (unusualIn(type).test(text)) return undefined;
  const relations = Object.entries(relationsOf(type, parts)).map(
    ([name, value]) => `"${name}":${JSON.stringify(value)},`,
  );
  return `{"id":${JSON.stringify(parts.id)},${text.slice(1, -1)},${relations.join("")}"meta":${metaText(metaOf(type, parts))}}`;
}

/** As JSON.stringify, in a third of the time: there is one for each person of a page. */
const metaText = ({ resourceType, created, lastModified, location, version }: Meta) =>
  `{"resourceType":"${resourceType}","created":"${created}","lastModified":"${lastModified}","location":${JSON.stringify(location)},"version":${JSON.stringify(version)}}`;

/** `listResponse` of resources whose JSON is written already. */
export function listText(resources: readonly string[], position: PagePosition): JsonText {
  const frame = JSON.stringify({ ...listResponse([], position), itemsPerPage: resources.length, Resources: [] });
  const texts = [...resources];
  // Joined once, with the frame: putting it around a long text would be a copy of all of it.
  texts[0] = frame.slice(0, -"]}".length) + (texts[0] ?? "");
  texts[texts.length - 1] += "]}";
  return new JsonText(texts.join());
}
