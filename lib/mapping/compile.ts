import { ScimError } from "#lib/scim/error.ts";
import { parseFilter } from "#lib/scim/filter/parse.ts";
import type { Filter } from "#lib/scim/filter/tree.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import {
  BUILT_IN_ROLES,
  type Configuration,
  type CustomAttribute,
  type KnownRole,
  type MappingRow,
  OWNER,
  type RoleRule,
} from "./configuration.ts";
import { type Finding, TextProblem } from "./finding.ts";
import { compileTransform, type Transform } from "./liquid.ts";
import { missingRole } from "./role-words.ts";
import { asTextProblem, parseSource, type Source } from "./source.ts";
import { parseTarget, ROLE_TARGET, type Target } from "./target.ts";

/** What a configuration is read against. */
export interface Surroundings {
  /** User with the extensions the directory declares. */
  readonly type: ResourceType;
  readonly roles: readonly KnownRole[];
  readonly attributes: readonly CustomAttribute[];
}

export interface CompiledRow {
  readonly index: number;
  readonly row: MappingRow;
  readonly source: Source;
  readonly transform: Transform | undefined;
  readonly target: Target;
}

export type CompiledRule = {
  /** Of the rule; null for a row of the mapping to `organization_role`. */
  readonly index: number | null;
  readonly row: number | null;
} & (
  | {
      readonly kind: "group";
      readonly id: string | null;
      readonly name: string;
      readonly nameKey: string;
      readonly role: string;
    }
  | { readonly kind: "attribute"; readonly text: string; readonly filter: Filter; readonly role: string }
  | { readonly kind: "liquid"; readonly source: Source; readonly transform: Transform | undefined }
);

/** Which changes of groups may change somebody: none, those of the groups named, or those of any group. */
export type GroupUse = "none" | "any" | { readonly ids: ReadonlySet<string>; readonly names: ReadonlySet<string> };

/** A configuration, ready to be applied. What is wrong with it is left out and listed in `findings`. */
export interface CompiledConfiguration {
  readonly configuration: Configuration;
  /** What it was read against. */
  readonly surroundings: Surroundings;
  /** Without the rows to `organization_role`. */
  readonly rows: readonly CompiledRow[];
  /** The rules, then the rows to `organization_role`. */
  readonly rules: readonly CompiledRule[];
  /** Slugs a sync may give, highest first. */
  readonly grantable: readonly string[];
  /** All slugs, highest first. */
  readonly ranking: readonly string[];
  /** Undefined: no access. */
  readonly defaultRole: string | undefined;
  readonly userId: Source | undefined;
  readonly groupUse: GroupUse;
  readonly findings: readonly Finding[];
}

type Report = (finding: Omit<Finding, "severity"> & { severity?: Finding["severity"] }) => void;

/** Reads every text of a configuration. It never throws: what does not compile is left out and reported. */
export function compileConfiguration(configuration: Configuration, surroundings: Surroundings): CompiledConfiguration {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push({ severity: "error", ...finding });
  const all = configuration.rows.flatMap((row, index) => compileRow(row, index, surroundings, report) ?? []);
  const rows = all.filter(({ target }) => target.type !== "role");
  const roleRows = all.filter(({ target }) => target.type === "role");
  const ranking = [...(surroundings.roles.length > 0 ? surroundings.roles : BUILT_IN_ROLES)]
    .sort((a, b) => a.rank - b.rank || (a.slug < b.slug ? -1 : 1))
    .map(({ slug }) => slug);
  const grantable = ranking.filter((slug) => slug !== OWNER);
  const own = configuration.roles.rules.flatMap(
    (rule, index) => compileRule(rule, index, surroundings, grantable, report) ?? [],
  );
  for (const { index, transform } of roleRows) checkRoleWords({ part: "row", index }, transform, grantable, report);
  const fromRows: CompiledRule[] = roleRows.map(({ index, source, transform }) => ({
    kind: "liquid",
    index: null,
    row: index,
    source,
    transform,
  }));
  const rules = [...own, ...fromRows];
  const { defaultRole } = configuration.roles;
  if (defaultRole !== null && !grantable.includes(defaultRole)) {
    report({ ...roleMissing(defaultRole), part: "default_role", index: null });
  }
  checkWhole(all, report);
  return {
    configuration,
    surroundings,
    rows,
    rules,
    grantable,
    ranking,
    defaultRole: defaultRole === null ? undefined : grantable.includes(defaultRole) ? defaultRole : "org:member",
    userId: tryParse(() => parseSource(configuration.userIdAttribute, surroundings.type)),
    groupUse: groupUseOf(rows, rules),
    findings,
  };
}

function tryParse<Result>(parse: () => Result): Result | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** Parses a text and reports what is wrong with it. */
function parsed<Result>(
  report: Report,
  place: Pick<Finding, "part" | "index" | "field">,
  parse: () => Result,
): Result | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    report({ ...place, code: error.code, message: error.message, column: error.column });
    return undefined;
  }
}

function compileRow(
  row: MappingRow,
  index: number,
  { type, attributes }: Surroundings,
  report: Report,
): CompiledRow | undefined {
  const at = (field: Finding["field"]) => ({ part: "row" as const, index, field });
  const source = parsed(report, at("source"), () => parseSource(row.source, type));
  const transform =
    row.transform === null ? null : parsed(report, at("transform"), () => compileTransform(row.transform ?? ""));
  const target = parsed(report, at("target"), () => parseTarget(row.target, attributes));
  if (!source || !target || transform === undefined) return undefined;
  const compiled = { index, row, source, transform: transform ?? undefined, target };
  checkFit(compiled, report);
  return compiled;
}

function checkFit({ index, source, transform, target }: CompiledRow, report: Report): void {
  const at = { part: "row" as const, index, column: 1 };
  const isMetadata = target.type === "any";
  if (source.isSpread && !isMetadata) {
    const message = `${source.text} stands for several values: map it to public_metadata.* or app_metadata.<key>.`;
    report({ ...at, field: "target", code: "type_mismatch", message });
  }
  if (target.isPattern && !source.isSpread) {
    const message =
      "A * in the field stands for the parts of a source that ends in .*, such as addresses[primary eq true].*.";
    report({ ...at, field: "target", code: "type_mismatch", message });
  }
  if (source.isSpread && transform) {
    report({
      ...at,
      field: "transform",
      code: "type_mismatch",
      message: "Several values cannot be transformed at once.",
    });
  }
  const isOneValue = target.type !== "any" && target.type !== "list";
  if (isOneValue && source.isList && !transform) {
    const message = `${source.text} is a list, and ${target.text} holds one value: the first is taken. Choose one, e.g. ${source.text.split(".")[0]}[primary eq true].`;
    report({ ...at, severity: "warning", field: "source", code: "list_to_single", message });
  }
  const kind = kindOf(source);
  const isMisfit = (target.type === "boolean" && kind === "text") || (target.type === "email" && kind === "boolean");
  if (isMisfit && !transform) {
    const wanted = target.type === "boolean" ? "true or false" : "an e-mail address";
    report({
      ...at,
      field: "target",
      code: "type_mismatch",
      message: `${target.text} holds ${wanted}, which ${source.text} never is.`,
    });
  }
  if (!source.isKnown) {
    const message = `No schema of this directory describes ${source.text}; it works if the provider sends it.`;
    report({ ...at, severity: "warning", field: "source", code: "undeclared_path", message });
  }
}

const BOOLEANS = new Set(["active"]);
const TEXTS = new Set([
  "username",
  "displayname",
  "externalid",
  "title",
  "nickname",
  "profileurl",
  "usertype",
  "locale",
  "timezone",
  "preferredlanguage",
]);
/** What core attributes of one value hold, where that is certain. */
const kindOf = ({ root }: Source) => (BOOLEANS.has(root) ? "boolean" : TEXTS.has(root) ? "text" : undefined);

function compileRule(
  rule: RoleRule,
  index: number,
  { type }: Surroundings,
  grantable: readonly string[],
  report: Report,
): CompiledRule | undefined {
  const at = { part: "rule" as const, index };
  if (rule.kind !== "liquid" && !grantable.includes(rule.role)) {
    report({ ...roleMissing(rule.role), ...at });
    return undefined;
  }
  const place = { index, row: null };
  if (rule.kind === "group") {
    const { id, name } = rule.group;
    return { ...place, kind: "group", id, name, nameKey: foldCase(name), role: rule.role };
  }
  if (rule.kind === "attribute") {
    const filter = parsed(report, { ...at, field: "filter" }, () => understoodFilter(rule.filter, type));
    return filter && { ...place, kind: "attribute", text: rule.filter, filter, role: rule.role };
  }
  const source = parsed(report, { ...at, field: "source" }, () => parseSource(rule.source, type));
  const transform =
    rule.transform === null
      ? null
      : parsed(report, { ...at, field: "transform" }, () => compileTransform(rule.transform ?? ""));
  if (!source || transform === undefined) return undefined;
  checkRoleWords(at, transform ?? undefined, grantable, report);
  return { ...place, kind: "liquid", source, transform: transform ?? undefined };
}

function checkRoleWords(
  place: Pick<Finding, "part" | "index">,
  transform: Transform | undefined,
  grantable: readonly string[],
  report: Report,
): void {
  const found = transform && missingRole(transform, roleMissing, grantable);
  if (found) report({ ...place, field: "transform", code: found.code, message: found.message, column: found.column });
}

function understoodFilter(text: string, type: ResourceType): Filter {
  try {
    return parseFilter(text, type, () => {});
  } catch (error) {
    throw error instanceof ScimError ? asTextProblem("bad_filter", error, text) : error;
  }
}

const roleMissing = (role: string) => ({
  code: role === OWNER ? "owner_not_granted" : "unknown_role",
  message:
    role === OWNER
      ? "No sync makes an owner: choose another role."
      : `There is no role "${role}" in this organization.`,
  field: "role" as const,
  column: 1,
});

/** A field that rows may share: the last with a value wins, so that userName can stand in for a missing address. */
const SHARED = new Set(["email_address"]);

function checkWhole(rows: readonly CompiledRow[], report: Report): void {
  const first = new Map<string, number>();
  for (const { index, target } of rows) {
    const key = target.text.toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, index);
    else if (!SHARED.has(key)) {
      const message = `Row ${other + 1} fills ${target.text} already. Only email_address may have several rows; of those the last one with a value wins.`;
      report({ part: "row", index, field: "target", column: 1, code: "duplicate_target", message });
    }
  }
  const shared = rows.filter(({ target }) => SHARED.has(target.text));
  for (const [at, row] of shared.entries()) {
    const twin = shared
      .slice(0, at)
      .find(({ row: former }) => former.source === row.row.source && former.transform === row.row.transform);
    if (twin)
      report({
        part: "row",
        index: row.index,
        field: "source",
        column: 1,
        code: "duplicate_row",
        message: `This is row ${twin.index + 1} again.`,
      });
  }
  if (!first.has("email_address")) {
    const message =
      "No row fills email_address. Add one, e.g. emails[primary eq true].value or, where userName is an address, userName.";
    report({ part: "mapping", index: null, field: null, column: null, code: "no_email", message });
  }
}

function groupUseOf(rows: readonly CompiledRow[], rules: readonly CompiledRule[]): GroupUse {
  const anyRow = rows.some(({ source }) => source.usesGroups);
  const anyRule = rules.some((rule) => {
    if (rule.kind === "liquid") return rule.source.usesGroups;
    return rule.kind === "attribute" && filterUsesGroups(rule.filter);
  });
  if (anyRow || anyRule) return "any";
  const named = rules.flatMap((rule) => (rule.kind === "group" ? [rule] : []));
  if (named.length === 0) return "none";
  return { ids: new Set(named.flatMap(({ id }) => id ?? [])), names: new Set(named.map(({ nameKey }) => nameKey)) };
}

function filterUsesGroups(filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return filterUsesGroups(filter.left) || filterUsesGroups(filter.right);
    case "not":
      return filterUsesGroups(filter.operand);
    default:
      return filter.ref.keys[0] === "groups";
  }
}

/** Whether a change of the people in this group, or of its name, may change what somebody is. */
export function concernsGroup({ groupUse }: CompiledConfiguration, id: string, names: readonly string[]): boolean {
  if (typeof groupUse === "string") return groupUse === "any";
  return groupUse.ids.has(id) || names.some((name) => groupUse.names.has(foldCase(name)));
}

export const errorsOf = ({ findings }: CompiledConfiguration) =>
  findings.filter(({ severity }) => severity === "error");
export const isRoleRow = ({ target }: { target: string }) => target === ROLE_TARGET;
