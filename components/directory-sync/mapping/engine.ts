/** The engine of the server, in the browser: checks a draft and shows at once what it makes of somebody. */

import type { Mapping } from "#lib/contract/mapping.ts";
import type { Preview } from "#lib/contract/mapping-preview.ts";
import type { ConfigurationProblem, MappingRow, UserIdAttribute } from "#lib/contract/mapping-row.ts";
import type { RoleRules } from "#lib/contract/roles.ts";
import { compileConfiguration } from "#lib/mapping/compile.ts";
import { evaluate } from "#lib/mapping/evaluate.ts";
import type { Person } from "#lib/mapping/source.ts";
import { surroundingsOf } from "#lib/mapping/surroundings.ts";
import type { Profile } from "#lib/mapping/target.ts";
import type { Result } from "./use-row-check.ts";

interface Draft {
  rows: readonly MappingRow[];
  userIdAttribute: UserIdAttribute;
  roles: RoleRules;
}

const compiled = (draft: Draft, mapping: Mapping) =>
  compileConfiguration(
    draft,
    surroundingsOf({
      schemas: mapping.schemas,
      roles: mapping.organizationRoles,
      attributes: mapping.customAttributes,
    }),
  );

/** What is wrong with a draft, and where. */
export const check = (draft: Draft, mapping: Mapping): ConfigurationProblem[] => [...compiled(draft, mapping).findings];

/** What a draft makes of the person of a preview. What is stored is the preview's; the rest is worked out here. */
export function outcome(draft: Draft, mapping: Mapping, preview: Preview): Result {
  const { groups, ...resource } = preview.resource as Person["resource"];
  const person = { resource, groups: groupsOf(groups) };
  const former = preview.before?.profile as Profile | undefined;
  const configuration = compiled(draft, mapping);
  const made = evaluate(configuration, person, { former, trace: true });
  // A role given by hand is what the preview gives beside the rules in force.
  const inForce = evaluate(compiled(mapping, mapping), person, { former });
  const byHand = preview.after.roles.filter((role) => !inForce.roles.roles.includes(role));
  const all = configuration.ranking.filter((role) => made.roles.roles.includes(role) || byHand.includes(role));
  const roles = draft.roles.policy === "all" ? all : all.slice(0, 1);
  return {
    rows: made.rowTraces.map((trace) => ({ ...trace, steps: [...trace.steps] })),
    rules: made.ruleTraces.map((trace) => ({ ...trace, steps: [...trace.steps] })),
    profile: made.profile,
    active: made.active && roles.length > 0,
    roles,
    isDefaultRole: made.roles.source !== "rule",
    userId: made.userId,
    problems: [...made.problems],
  };
}

/** The groups of a preview: `value` is the name there, `id` what the group is called here. */
function groupsOf(groups: unknown): Person["groups"] {
  if (!Array.isArray(groups)) return [];
  return groups.map(({ id, value }) => ({ id: typeof id === "string" ? id : null, name: String(value) }));
}
