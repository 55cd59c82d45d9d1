/** What differs between two configurations of a directory, in words. */
import type { ConfigurationLine, ConfigurationPart } from "#lib/contract/configuration.ts";
import type { DirectoryConfiguration } from "#lib/contract/directory-configuration.ts";
import type { Configuration } from "#lib/mapping/configuration.ts";
import { configurationChanges } from "#lib/mapping/difference.ts";
import { flat } from "../settings.ts";

/** A configuration with every part, as an export has it. */
export type WholeConfiguration = Required<DirectoryConfiguration>;

const shown = (value: unknown): string =>
  value === null || value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
/** The same for objects that say the same in another order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  ) ?? "";
const isSame = (one: unknown, other: unknown) => canonical(one ?? null) === canonical(other ?? null);
const snake = (path: string) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function fields(part: ConfigurationPart, before: object, after: object): ConfigurationLine[] {
  const [was, is] = [flat(before), flat(after)];
  return Object.keys(is).flatMap((path) => {
    if (isSame(was[path], is[path])) return [];
    const words = `${snake(path)} was ${shown(was[path])} and is ${shown(is[path])}.`;
    return [{ part, kind: "changed" as const, words, before: shown(was[path]), after: shown(is[path]) }];
  });
}

interface Listed<Item> {
  readonly nameOf: (item: Item) => string;
  /** Whether what the new list does not name goes. */
  readonly removes: boolean;
}

function listed<Item>(
  part: ConfigurationPart,
  before: readonly Item[],
  after: readonly Item[],
  { nameOf, removes }: Listed<Item>,
): ConfigurationLine[] {
  const lines: ConfigurationLine[] = [];
  for (const item of after) {
    const was = before.find((other) => nameOf(other) === nameOf(item));
    if (was === undefined)
      lines.push({ part, kind: "added", words: `${nameOf(item)} is new.`, before: null, after: JSON.stringify(item) });
    else if (!isSame(was, item))
      lines.push({
        part,
        kind: "changed",
        words: `${nameOf(item)} is changed.`,
        before: JSON.stringify(was),
        after: JSON.stringify(item),
      });
  }
  const gone = removes ? before.filter((item) => !after.some((other) => nameOf(other) === nameOf(item))) : [];
  for (const item of gone)
    lines.push({
      part,
      kind: "removed",
      words: `${nameOf(item)} is taken away.`,
      before: JSON.stringify(item),
      after: null,
    });
  return lines;
}

const mappingOf = ({ mapping, roles }: WholeConfiguration): Configuration => ({ ...mapping, roles });
const ROLE_PARTS: readonly string[] = ["rule", "policy", "default_role"];

/** In the order in which an import applies them. */
export function differences(before: WholeConfiguration, after: WholeConfiguration): ConfigurationLine[] {
  const mapping = configurationChanges(mappingOf(before), mappingOf(after)).map(
    ({ part, ...line }): ConfigurationLine => ({ ...line, part: ROLE_PARTS.includes(part) ? "roles" : "mapping" }),
  );
  return [
    ...fields("directory", before.directory, after.directory),
    ...listed("custom_roles", before.customRoles, after.customRoles, { nameOf: ({ slug }) => slug, removes: false }),
    ...listed("custom_attributes", before.customAttributes, after.customAttributes, {
      nameOf: ({ key }) => key,
      removes: true,
    }),
    ...listed("schemas", before.schemas, after.schemas, { nameOf: ({ id }) => String(id), removes: true }),
    ...mapping,
    ...fields("settings", before.settings, after.settings),
    ...listed("webhook_endpoints", before.webhookEndpoints, after.webhookEndpoints, {
      nameOf: ({ url }) => url,
      removes: false,
    }),
  ];
}

/** What is in `file`, over what is there. */
export const over = (current: WholeConfiguration, file: DirectoryConfiguration): WholeConfiguration => ({
  ...current,
  ...Object.fromEntries(Object.entries(file).filter(([, part]) => part !== undefined)),
  directory: {
    ...current.directory,
    ...Object.fromEntries(Object.entries(file.directory ?? {}).filter(([, value]) => value !== undefined)),
  },
});
