/** Role rules while they are edited, and what a change of them says. */
import { movedKeys } from "#lib/client/mapping-draft.ts";
import type { OrganizationRole, RolePolicy, RoleRule, RoleRules } from "#lib/contract/roles.ts";

export type DraftRule = RoleRule & { key: string };

export interface RolesValue {
  policy: RolePolicy;
  rules: DraftRule[];
  defaultRole: string | null;
}

export const keyedRules = ({ policy, rules, defaultRole }: RoleRules): RolesValue => ({
  policy,
  rules: rules.map((rule, at) => ({ ...rule, key: `rule-${at}` })),
  defaultRole,
});

export const unkeyedRules = ({ policy, rules, defaultRole }: RolesValue): RoleRules => ({
  policy,
  rules: rules.map(({ key: _, ...rule }) => rule),
  defaultRole,
});

/** "Group Admins", "title co "Manager"", "groups[0].value through {{ … }}". */
export function conditionInWords(rule: RoleRule): string {
  if (rule.kind === "group") return rule.group.name === "" ? "a group" : `group ${rule.group.name}`;
  if (rule.kind === "attribute") return rule.filter === "" ? "a condition" : rule.filter;
  return rule.transform === null ? rule.source : `${rule.source} through ${rule.transform}`;
}

const whole = (rule: RoleRule) =>
  rule.kind === "liquid" ? conditionInWords(rule) : `${conditionInWords(rule)} → ${rule.role}`;

export const POLICY_NAMES: Record<RolePolicy, string> = {
  first: "First match",
  highest: "Highest role",
  all: "All roles",
};

const same = (one: DraftRule, other: DraftRule) => JSON.stringify(one) === JSON.stringify(other);

/** Key to what happened to the rule. */
export function ruleChanges(before: RolesValue, after: RolesValue): Map<string, "added" | "changed" | "moved"> {
  const old = new Map(before.rules.map((rule) => [rule.key, rule]));
  const kept = new Set(after.rules.map(({ key }) => key));
  const moved = movedKeys(
    before.rules.map(({ key }) => key).filter((key) => kept.has(key)),
    after.rules.map(({ key }) => key).filter((key) => old.has(key)),
  );
  const changes = new Map<string, "added" | "changed" | "moved">();
  for (const rule of after.rules) {
    const was = old.get(rule.key);
    if (!was) changes.set(rule.key, "added");
    else if (!same(was, rule)) changes.set(rule.key, "changed");
    else if (moved.has(rule.key)) changes.set(rule.key, "moved");
  }
  return changes;
}

/** What a save would change, one sentence each. */
export function changesInWords(before: RolesValue, after: RolesValue): string[] {
  const old = new Map(before.rules.map((rule) => [rule.key, rule]));
  const changes = ruleChanges(before, after);
  const words = before.rules
    .filter(({ key }) => !after.rules.some((rule) => rule.key === key))
    .map((rule) => `Removed: ${whole(rule)}`);
  for (const [at, rule] of after.rules.entries()) {
    const change = changes.get(rule.key);
    const was = old.get(rule.key);
    if (change === "added") words.push(`New: ${whole(rule)}`);
    if (change === "moved") words.push(`Moved: ${whole(rule)}, now rule ${at + 1}`);
    if (change === "changed" && was) words.push(`Was ${whole(was)}, becomes ${whole(rule)}`);
  }
  if (before.policy !== after.policy) {
    words.push(`When several rules apply: was ${POLICY_NAMES[before.policy]}, becomes ${POLICY_NAMES[after.policy]}`);
  }
  if (before.defaultRole !== after.defaultRole) {
    words.push(
      `Who meets no rule: was ${before.defaultRole ?? "no access"}, becomes ${after.defaultRole ?? "no access"}`,
    );
  }
  return words;
}

/** Roles a rule may give: a sync makes no owner. */
export const givable = (roles: readonly OrganizationRole[]) => roles.filter(({ slug }) => slug !== "org:owner");

export const roleName = (roles: readonly OrganizationRole[], slug: string) =>
  roles.find((role) => role.slug === slug)?.name ?? slug;

/** What somebody else changed since the draft was begun. */
export function meanwhile(base: RolesValue, theirs: RoleRules): { words: string }[] {
  const before = base.rules.map(whole);
  const after = theirs.rules.map(whole);
  const settings = changesInWords({ ...base, rules: [] }, { ...keyedRules(theirs), rules: [] });
  return [
    ...before.filter((rule) => !after.includes(rule)).map((rule) => `Removed: ${rule}`),
    ...after.filter((rule) => !before.includes(rule)).map((rule) => `New: ${rule}`),
    ...settings,
  ].map((words) => ({ words }));
}

/** My rules on top of what somebody saved meanwhile: what I added and changed comes first, then theirs. */
export function rebasedRules(base: RolesValue, mine: RolesValue, theirs: RolesValue): RolesValue {
  const changes = ruleChanges(base, mine);
  const gone = base.rules.filter(
    ({ key }) => changes.get(key) === "changed" || !mine.rules.some((rule) => rule.key === key),
  );
  const words = new Set(gone.map(whole));
  const own = mine.rules.filter(({ key }) => ["added", "changed"].includes(changes.get(key) ?? ""));
  const rules = [...own, ...theirs.rules.filter((rule) => !words.has(whole(rule)))];
  return {
    policy: base.policy === mine.policy ? theirs.policy : mine.policy,
    defaultRole: base.defaultRole === mine.defaultRole ? theirs.defaultRole : mine.defaultRole,
    rules: rules.map((rule, at) => ({ ...rule, key: own.includes(rule) ? `own-${at}` : `rule-${at}` })),
  };
}
