import { matches } from "#lib/scim/filter/predicate.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import type { CompiledConfiguration, CompiledRule } from "./compile.ts";
import type { PersonProblem } from "./evaluate.ts";
import { type Step, TransformFailed } from "./liquid.ts";
import { groupElements, type Person } from "./source.ts";
import { ROLE_TARGET, shown, single } from "./target.ts";

/** Which rule gave a role. */
export interface RuleRef {
  /** Of the rule; null for a row of the mapping, which `row` names. */
  readonly index: number | null;
  readonly row: number | null;
  readonly kind: CompiledRule["kind"];
  readonly role: string;
  /** e.g. `in the group Admins`. */
  readonly why: string;
}

export interface RoleOutcome {
  /** Highest first; empty: no access. */
  readonly roles: readonly string[];
  readonly source: "rule" | "default" | "none";
  /** The rules that gave them; empty for the default. */
  readonly by: readonly RuleRef[];
}

export interface RuleTrace extends Omit<RuleRef, "role"> {
  readonly matched: boolean;
  readonly chosen: boolean;
  readonly role: string | null;
  readonly steps: readonly Step[];
}

interface Tried {
  readonly role: string | undefined;
  readonly why: string;
  readonly steps: readonly Step[];
  readonly problem?: PersonProblem;
}

/** The roles that rules give one person, by the policy. A rule that fails for this person does not apply to them. */
export function giveRoles(configuration: CompiledConfiguration, person: Person, trace: boolean) {
  const { rules, ranking, defaultRole } = configuration;
  const { policy } = configuration.configuration.roles;
  const matched: RuleRef[] = [];
  const problems: PersonProblem[] = [];
  const tries: { rule: CompiledRule; tried: Tried }[] = [];
  for (const rule of rules) {
    if (policy === "first" && matched.length > 0 && !trace) break;
    const tried = tryRule(rule, person, configuration, trace);
    // What comes after the rule that decides does not matter to anybody.
    if (tried.problem && !(policy === "first" && matched.length > 0)) problems.push(tried.problem);
    if (tried.role !== undefined)
      matched.push({ index: rule.index, row: rule.row, kind: rule.kind, role: tried.role, why: tried.why });
    if (trace) tries.push({ rule, tried });
  }
  const rank = ({ role }: RuleRef) => ranking.indexOf(role);
  const inOrder = policy === "first" ? matched.slice(0, 1) : matched.toSorted((a, b) => rank(a) - rank(b));
  const by = policy === "all" ? inOrder : inOrder.slice(0, 1);
  const outcome: RoleOutcome =
    by.length > 0
      ? { roles: [...new Set(by.map(({ role }) => role))], source: "rule", by }
      : {
          roles: defaultRole === undefined ? [] : [defaultRole],
          source: defaultRole === undefined ? "none" : "default",
          by: [],
        };
  const traces: RuleTrace[] = tries.map(({ rule: { index, row, kind }, tried }) => ({
    index,
    row,
    kind,
    matched: tried.role !== undefined,
    chosen: by.some((ref) => ref.index === index && ref.row === row),
    role: tried.role ?? null,
    why: tried.why,
    steps: tried.steps,
  }));
  return { outcome, problems, traces };
}

function tryRule(rule: CompiledRule, person: Person, configuration: CompiledConfiguration, trace: boolean): Tried {
  switch (rule.kind) {
    case "group": {
      const found = person.groups.find(
        ({ id, name }) => (rule.id !== null && id === rule.id) || foldCase(name) === rule.nameKey,
      );
      if (!found) return { role: undefined, why: `not in the group ${rule.name}`, steps: [] };
      return { role: rule.role, why: `in the group ${found.name}`, steps: [] };
    }
    case "attribute": {
      const holds = matches(rule.filter, asFiltered(person));
      return {
        role: holds ? rule.role : undefined,
        why: `${rule.text} ${holds ? "holds" : "does not hold"}`,
        steps: [],
      };
    }
    default:
      return tryLiquid(rule, person, configuration, trace);
  }
}

const asFiltered = ({ resource, groups }: Person): JsonObject => ({ ...resource, groups: groupElements(groups) });

function tryLiquid(
  { source, transform }: Extract<CompiledRule, { kind: "liquid" }>,
  person: Person,
  { grantable }: CompiledConfiguration,
  trace: boolean,
): Tried {
  const found = source.read(person);
  const steps: Step[] = trace ? [{ name: "value", value: found ?? null }] : [];
  const problem = (code: "failed" | "role", message: string): PersonProblem => ({
    field: ROLE_TARGET,
    code,
    message,
    source: source.text,
  });
  let result = found;
  try {
    if (transform) result = transform.apply(found, trace ? steps : undefined);
  } catch (error) {
    if (!(error instanceof TransformFailed)) throw error;
    return { role: undefined, why: error.message, steps, problem: problem("failed", error.message) };
  }
  const one = result === undefined || result === null ? undefined : single(result);
  if (one === undefined || one === null || one === "")
    return { role: undefined, why: `${source.text} gives nothing`, steps };
  const slug = String(one).trim();
  if (grantable.includes(slug))
    return { role: slug, why: `${source.text} is ${shown(found ?? null)}, which gives ${slug}`, steps };
  const message = `${shown(one)} is not a role that may be given: it came from ${source.text}, ${shown(found ?? null)}.`;
  return { role: undefined, why: message, steps, problem: problem("role", message) };
}
