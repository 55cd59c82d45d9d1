import { foldCase } from "#lib/scim/fold-case.ts";
import { isActive } from "#lib/scim/is-active.ts";
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { isObject } from "#lib/scim/value.ts";
import type { CompiledConfiguration, CompiledRow } from "./compile.ts";
import { type Step, TransformFailed } from "./liquid.ts";
import { giveRoles, type RoleOutcome, type RuleTrace } from "./roles.ts";
import type { Person, PersonGroup } from "./source.ts";
import { CUSTOM, fieldOf, fitTo, type Profile, setField, shown, snakeCase } from "./target.ts";

/** What a row made of one person. */
export interface RowTrace {
  readonly index: number;
  readonly source: string;
  readonly target: string;
  readonly found?: JsonValue;
  readonly steps: readonly Step[];
  readonly result?: JsonValue;
  readonly outcome: "used" | "overridden" | "empty" | "unfit" | "failed";
  readonly message: string | null;
}

/** What is wrong with one person's data; nothing fails for it. */
export interface PersonProblem {
  /** The profile field. */
  readonly field: string;
  readonly code: "missing" | "failed" | "type" | "email" | "role";
  readonly message: string;
  /** The SCIM path to mend at the provider. */
  readonly source: string | null;
}

/** What a configuration makes of one person. */
export interface Evaluation {
  readonly active: boolean;
  readonly name: string;
  readonly email: string | null;
  readonly profile: Profile;
  /** By the user ID attribute. */
  readonly userId: string | null;
  readonly roles: RoleOutcome;
  readonly problems: readonly PersonProblem[];
  /** Field to the index of the row that fills it. */
  readonly origins: ReadonlyMap<string, number>;
  readonly rowTraces: readonly RowTrace[];
  readonly ruleTraces: readonly RuleTrace[];
}

export interface EvaluateOptions {
  /** The stored profile: what a field keeps when its row fails. */
  readonly former?: Profile | undefined;
  /** Records every step, for people to look at. The outcome is the same. */
  readonly trace?: boolean;
}

interface RowResult {
  readonly compiled: CompiledRow;
  readonly outcome: "value" | "empty" | "unfit" | "failed";
  readonly found: JsonValue | undefined;
  readonly value?: JsonValue;
  readonly message?: string;
  readonly misfit?: "type" | "email";
  readonly steps: readonly Step[];
}

/** Applies a configuration to one person. Pure: the preview, the request and the job all come here. */
export function evaluate(
  configuration: CompiledConfiguration,
  person: Person,
  options: EvaluateOptions = {},
): Evaluation {
  const results = configuration.rows.map((row) => applyRow(row, person, options.trace ?? false));
  const profile: Profile = {};
  const origins = new Map<string, number>();
  const problems: PersonProblem[] = [];
  const used = new Set<RowResult>();
  for (const ofTarget of byTarget(results))
    settle(ofTarget, { profile, origins, problems, used, former: options.former });
  const roles = giveRoles(configuration, person, options.trace ?? false);
  const active = profile.active === undefined ? isActive(person.resource) : profile.active === true;
  if (active) problems.push(...missing(results, profile, problems));
  return {
    active,
    name: profileName(profile),
    email: typeof profile.email_address === "string" ? profile.email_address : null,
    profile,
    userId: textOrNull(configuration.userId?.read(person)),
    roles: roles.outcome,
    problems: [...problems, ...roles.problems],
    origins,
    rowTraces: options.trace ? results.map((result) => traceOf(result, used.has(result))) : [],
    ruleTraces: roles.traces,
  };
}

const textOrNull = (value: JsonValue | undefined) => (typeof value === "string" ? value : null);

function applyRow(compiled: CompiledRow, person: Person, trace: boolean): RowResult {
  const { source, transform, target } = compiled;
  const found = source.read(person);
  const steps: Step[] = trace ? [{ name: "value", value: found ?? null }] : [];
  let result = found;
  if (transform) {
    try {
      result = transform.apply(found, trace ? steps : undefined);
    } catch (error) {
      if (!(error instanceof TransformFailed)) throw error;
      return { compiled, outcome: "failed", found, message: error.message, steps };
    }
  }
  if (isNothing(result)) return { compiled, outcome: "empty", found, steps };
  if (source.isSpread) return { compiled, outcome: isObject(result) ? "value" : "empty", found, value: result, steps };
  const fitted = fitTo(target, result);
  if ("misfit" in fitted)
    return { compiled, outcome: "unfit", found, misfit: fitted.misfit, message: fitted.message, value: result, steps };
  return { compiled, outcome: "value", found, value: fitted.value, steps };
}

const isNothing = (value: JsonValue | undefined): value is undefined | null | "" =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

function byTarget(results: readonly RowResult[]): RowResult[][] {
  const groups = new Map<string, RowResult[]>();
  for (const result of results) {
    const key = result.compiled.target.text;
    const known = groups.get(key);
    if (known) known.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()];
}

interface Making {
  readonly profile: Profile;
  readonly origins: Map<string, number>;
  readonly problems: PersonProblem[];
  readonly used: Set<RowResult>;
  readonly former: Profile | undefined;
}

/** Of the rows to one field the last with a value wins. A failure behind it keeps the former value instead. */
function settle(ofTarget: readonly RowResult[], making: Making): void {
  const winner = ofTarget.findLast(({ outcome }) => outcome === "value" || outcome === "failed");
  if (winner?.outcome === "value") {
    making.used.add(winner);
    fill(winner, making);
  }
  const after = winner ? ofTarget.slice(ofTarget.indexOf(winner) + 1) : ofTarget;
  const broken = winner?.outcome === "failed" ? winner : after.findLast(({ outcome }) => outcome === "unfit");
  if (!broken) return;
  const { target, source } = broken.compiled;
  // userName stands in for an address where it is one; where it is none, that is no fault.
  const isStandIn = target.type === "email" && source.root === "username" && ofTarget.length > 1;
  if (broken.outcome === "unfit" && isStandIn) return;
  const kept = winner?.outcome === "value" ? undefined : making.former && fieldOf(making.former, target.keys);
  if (kept !== undefined) setField(making.profile, target.keys, kept);
  making.problems.push({
    field: target.text,
    code: broken.outcome === "failed" ? "failed" : (broken.misfit ?? "type"),
    message: `${broken.message ?? "The value does not fit."}${kept === undefined ? "" : ` ${target.label} stays ${shown(kept)}.`}`,
    source: source.text,
  });
}

function fill({ compiled: { target, source, index }, value }: RowResult, { profile, origins }: Making): void {
  if (!source.isSpread) {
    setField(profile, target.keys, value as JsonValue);
    origins.set(target.text, index);
    return;
  }
  const parts = Object.entries(value as JsonObject).filter(
    ([key]) => key !== "primary" && key !== "type" && key !== "$ref",
  );
  const [family, key = ""] = target.keys;
  if (!target.isPattern) {
    setField(profile, target.keys, Object.fromEntries(parts.map(([name, content]) => [snakeCase(name), content])));
    origins.set(target.text, index);
    return;
  }
  for (const [name, content] of parts) {
    const own = key.replace("*", snakeCase(name));
    setField(profile, [family, own], content);
    origins.set(`${family}.${own}`, index);
  }
}

const EXPECTED = new Set(["email_address", "first_name", "last_name"]);

/** Fields that everybody should have and that a row of this mapping is to fill. */
function missing(results: readonly RowResult[], profile: Profile, known: readonly PersonProblem[]): PersonProblem[] {
  const problems: PersonProblem[] = [];
  for (const ofTarget of byTarget(results)) {
    const target = ofTarget[0]?.compiled.target;
    if (!target || !(EXPECTED.has(target.text) || (target.keys[0] === CUSTOM && target.required))) continue;
    if (fieldOf(profile, target.keys) !== undefined || known.some(({ field }) => field === target.text)) continue;
    const sources = ofTarget.map(({ compiled }) => compiled.source.text);
    const said = sources.length === 1 ? `no ${sources[0]}` : `none of ${sources.join(", ")}`;
    problems.push({
      field: target.text,
      code: "missing",
      message: `${target.label} is empty: the provider sends ${said}.`,
      source: sources.at(-1) ?? null,
    });
  }
  return problems;
}

function traceOf({ compiled, outcome, found, value, message, steps }: RowResult, isUsed: boolean): RowTrace {
  return {
    index: compiled.index,
    source: compiled.source.text,
    target: compiled.target.text,
    ...(found !== undefined && { found }),
    steps,
    ...(value !== undefined && { result: value }),
    outcome: outcome === "value" ? (isUsed ? "used" : "overridden") : outcome,
    message: message ?? null,
  };
}

/** In characters. Lists go by the name, and an index holds no more than some 2,700 bytes. */
const NAME_MAX = 256;

/** What lists call the person: the mapped name, else first and last name, else username or e-mail address. */
export function profileName(profile: Profile): string {
  const fullName = [profile.first_name, profile.last_name].filter((part) => part !== undefined).join(" ");
  const name = String(profile.name ?? (fullName || (profile.username ?? profile.email_address ?? "Unnamed")));
  return name.length > NAME_MAX ? [...name].slice(0, NAME_MAX).join("") : name;
}

/** Groups that came inside a resource (`groups` of a SCIM User), as the IdP wrote them. */
export function inlineGroups(value: JsonValue | undefined): { id: string | null; name: string }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((element) => {
    if (typeof element === "string" && element !== "") return [{ id: null, name: element }];
    if (!isObject(element)) return [];
    const id = typeof element.value === "string" && element.value !== "" ? element.value : null;
    const name = typeof element.display === "string" && element.display !== "" ? element.display : id;
    return name === null ? [] : [{ id, name }];
  });
}

/** By name in any letter case, then by id: the same person, whatever order a database reads groups in. */
export const sortedGroups = (groups: readonly PersonGroup[]): PersonGroup[] =>
  groups
    .map((group) => ({ group, key: `${foldCase(group.name)}\0${group.name}\0${group.id}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ group }) => group);
