/** The engine of the server, in the browser: checks a draft and shows at once what it makes of somebody. */
import type { ConfigurationProblem, Mapping, MappingRow, Preview, UserIdAttribute } from "#lib/contract/mapping.ts";
import type { RoleRules } from "#lib/contract/roles.ts";
import { compileConfiguration } from "#lib/mapping/compile.ts";
import { evaluate, inlineGroups, sortedGroups } from "#lib/mapping/evaluate.ts";
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
  const resource = preview.resource as Person["resource"];
  const person = { resource, groups: sortedGroups(inlineGroups(resource.groups)) };
  const former = preview.before?.profile as Profile | undefined;
  const made = evaluate(compiled(draft, mapping), person, { former, trace: true });
  return {
    rows: made.rowTraces.map((trace) => ({ ...trace, steps: [...trace.steps] })),
    rules: made.ruleTraces.map((trace) => ({ ...trace, steps: [...trace.steps] })),
    profile: made.profile,
    active: made.active,
    roles: [...made.roles.roles],
    isDefaultRole: made.roles.source !== "rule",
    userId: made.userId,
    problems: [...made.problems],
  };
}
