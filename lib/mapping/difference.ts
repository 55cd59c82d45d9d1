/** What changed from one configuration to another, in words. */
import type { Configuration, MappingRow, RoleRule } from "./configuration.ts";

export interface ConfigurationChange {
  readonly part: "row" | "rule" | "policy" | "default_role" | "user_id_attribute";
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly words: string;
  readonly before: string | null;
  readonly after: string | null;
}

export const rowInWords = ({ source, transform, target }: MappingRow) =>
  transform === null ? `${source} → ${target}` : `${source} → ${transform} → ${target}`;

export function ruleInWords(rule: RoleRule): string {
  if (rule.kind === "group") return `group ${rule.group.name} → ${rule.role}`;
  if (rule.kind === "attribute") return `${rule.filter} → ${rule.role}`;
  return `${rule.source} → ${rule.transform ?? "as it is"} → role`;
}

/** In the order in which they are read: user id, rows, rules, policy, default. */
export function configurationChanges(before: Configuration, after: Configuration): ConfigurationChange[] {
  return [
    ...single("user_id_attribute", "The user ID attribute", before.userIdAttribute, after.userIdAttribute),
    ...listed("row", before.rows, after.rows, { words: rowInWords, slot: ({ target }) => target }),
    ...listed("rule", before.roles.rules, after.roles.rules, { words: ruleInWords, slot: slotOfRule }),
    ...single("policy", "The policy", before.roles.policy, after.roles.policy),
    ...single(
      "default_role",
      "The default role",
      before.roles.defaultRole ?? "no access",
      after.roles.defaultRole ?? "no access",
    ),
  ];
}

const slotOfRule = (rule: RoleRule) =>
  rule.kind === "group"
    ? `group ${rule.group.name}`
    : rule.kind === "attribute"
      ? `filter ${rule.filter}`
      : `liquid ${rule.source}`;

function single(part: ConfigurationChange["part"], name: string, before: string, after: string): ConfigurationChange[] {
  return before === after
    ? []
    : [{ part, kind: "changed", words: `${name} was ${before} and is ${after}.`, before, after }];
}

function listed<Item>(
  part: "row" | "rule",
  before: readonly Item[],
  after: readonly Item[],
  { words, slot }: { words: (item: Item) => string; slot: (item: Item) => string },
): ConfigurationChange[] {
  const left = before.map(words);
  const right = after.map(words);
  const gone = before.filter((item) => !right.includes(words(item)));
  const came = after.filter((item) => !left.includes(words(item)));
  const changes: ConfigurationChange[] = [];
  for (const item of gone) {
    const successor = came.find((other) => slot(other) === slot(item));
    if (successor) {
      came.splice(came.indexOf(successor), 1);
      const [was, is] = [words(item), words(successor)];
      changes.push({ part, kind: "changed", words: `${was} became ${is}.`, before: was, after: is });
    } else
      changes.push({ part, kind: "removed", words: `${words(item)} was removed.`, before: words(item), after: null });
  }
  for (const item of came)
    changes.push({ part, kind: "added", words: `${words(item)} was added.`, before: null, after: words(item) });
  const stayed = left.filter((text) => right.includes(text));
  const order = right.filter((text) => left.includes(text));
  const moved = stayed.find((text, index) => order[index] !== text);
  if (moved !== undefined)
    changes.push({
      part,
      kind: "moved",
      words: `The order of ${part}s changed.`,
      before: stayed.join("\n"),
      after: order.join("\n"),
    });
  return changes;
}
