/** What a mapping makes of one person, and why: preview of drafts, paths seen, data quality, explanation. */
import type { DataProblem, DataProblemPage, DataProblemQuery } from "#lib/contract/data-quality.ts";
import type { SeenPaths } from "#lib/contract/mapping.ts";
import type { Explanation, Outcome, Preview, PreviewRequest, Trace } from "#lib/contract/mapping-preview.ts";
import type { FieldChange } from "#lib/contract/mapping-run.ts";
import type { Provider } from "#lib/contract/provider.ts";
import { type CompiledConfiguration, compileConfiguration } from "#lib/mapping/compile.ts";
import { type Evaluation, evaluate, inlineGroups } from "#lib/mapping/evaluate.ts";
import { seenPaths } from "#lib/mapping/seen-paths.ts";
import { groupElements, type Person } from "#lib/mapping/source.ts";
import { FIELDS, flatten, ROLE_TARGET } from "#lib/mapping/target.ts";
import { readResource } from "#lib/scim/body.ts";
import { ScimError } from "#lib/scim/error.ts";
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { AdminContext, DirectoryPlace } from "../admin-context.ts";
import { DirectoryError, notFound } from "../error.ts";
import { speaker } from "../idp/words.ts";
import { groupsThatCount, type MemberState, manualRoleOf, rolesOf } from "../membership.ts";
import { requireConfiguration, surroundingsOf } from "./mapping.ts";
import { draftOver, fieldChanges } from "./runs.ts";
import type { MappedPerson, MappingStore, ProblemRow } from "./store.ts";

const read = "org:sys_provisioning:read";

const asPerson = (person: MappedPerson): Person => ({
  resource: person.stored,
  groups: groupsThatCount(person.sentGroups, person.pushed),
});

/** What a draft makes of somebody, of the last person that was sent, or of a pasted payload; every step of it. Nothing is written. */
export async function previewMapping(
  ctx: AdminContext,
  directoryId: string,
  request: PreviewRequest,
): Promise<Preview> {
  const { record, configuration } = await requireConfiguration(ctx, directoryId, read);
  const surroundings = await surroundingsOf(ctx, record);
  const compiled = compileConfiguration(draftOver(configuration, request.draft), surroundings);
  if (request.payload) return asPreview(compiled, payloadPerson(compiled, request.payload as JsonObject), null);
  const person =
    request.userId === undefined
      ? await ctx.stores.mapping.lastPerson(directoryId)
      : await ctx.stores.mapping.person(directoryId, request.userId);
  if (!person) throw notFound("user");
  return asPreview(compiled, asPerson(person), person);
}

/** @throws DirectoryError invalid when the payload is no SCIM User */
function payloadPerson({ surroundings }: CompiledConfiguration, payload: JsonObject): Person {
  try {
    const groups = inlineGroups(payload.groups);
    return { resource: readResource(surroundings.type, payload, () => {}), groups };
  } catch (error) {
    if (error instanceof ScimError)
      throw new DirectoryError("invalid", error.message, { fields: { payload: error.message } });
    throw error;
  }
}

const traceOf = ({ rowTraces, ruleTraces, roles }: Evaluation): Trace => ({
  rows: rowTraces.map((row) => ({ ...row, steps: row.steps.map((step) => ({ ...step })) })),
  rules: ruleTraces.map((rule) => ({ ...rule, steps: rule.steps.map((step) => ({ ...step })) })),
  isDefault: roles.source !== "rule",
});

function asPreview(compiled: CompiledConfiguration, person: Person, stored: MappedPerson | null): Preview {
  const member = stored?.member ?? null;
  const made = evaluate(compiled, person, { former: member?.profile, trace: true });
  const manual = member ? manualRoleOf(member) : null;
  const rank = (slug: string) => compiled.ranking.indexOf(slug);
  const all = [...new Set([...made.roles.roles, ...(manual ? [manual] : [])])].sort((a, b) => rank(a) - rank(b));
  const roles = compiled.configuration.roles.policy === "all" ? all : all.slice(0, 1);
  const after: Outcome = {
    active: made.active && roles.length > 0,
    name: made.name,
    profile: made.profile,
    userId: made.userId,
    roles,
  };
  const before = member && outcomeOf(compiled, member, person);
  const changes = before ? differences(before, after) : [];
  return {
    person: stored && { id: stored.id, name: member?.name ?? made.name, userName: stored.userName },
    resource: { ...person.resource, ...(person.groups.length > 0 && { groups: groupElements(person.groups) }) },
    before,
    after,
    changes,
    trace: traceOf(made),
    problems: made.problems.map(({ field, code, message }) => ({ field, code, message })),
  };
}

const outcomeOf = (compiled: CompiledConfiguration, member: MemberState, person: Person): Outcome => {
  const userId = compiled.userId?.read(person);
  return {
    active: member.active,
    name: member.name,
    profile: member.profile,
    userId: typeof userId === "string" ? userId : null,
    roles: [...rolesOf(member)],
  };
};

function differences(before: Outcome, after: Outcome): FieldChange[] {
  const roles =
    before.roles.join(", ") === after.roles.join(", ")
      ? []
      : [{ field: "organization_role", before: before.roles, after: after.roles }];
  return [...fieldChanges(before.profile as JsonObject, after.profile as JsonObject), ...roles];
}

/* Paths seen */

/** People looked at for the paths; of a larger directory this many, spread evenly. */
const SAMPLE = 2_000;

/** The attribute paths this directory has really received, with counts and an example. */
export async function getSeenPaths(ctx: AdminContext, directoryId: string): Promise<SeenPaths> {
  const { inForce } = await requireConfiguration(ctx, directoryId, read);
  const [people, count] = await Promise.all([
    ctx.stores.mapping.sample(directoryId, SAMPLE),
    ctx.stores.mapping.countPeople(directoryId),
  ]);
  const { compiled } = inForce;
  const sources = [
    ...compiled.rows.map(({ row }) => row.source),
    ...compiled.configuration.rows.map(({ source }) => source),
  ];
  return {
    sample: people.length,
    people: count,
    data: seenPaths(people.map(asPerson), compiled.surroundings.type, new Set(sources)),
  };
}

/* Data quality */

/** The profile field of the provider's own that usually feeds a path. */
const FED_BY: Readonly<Record<string, string>> = {
  "name.givenName": "First name",
  "name.familyName": "Last name",
  userName: "Username",
};

/** Where an IdP's admin mends what a path has, menu by menu. */
function fixFor(provider: Provider, { code, source, field }: Pick<ProblemRow, "code" | "source" | "field">): string {
  const path = source ?? "the attribute";
  const idp = provider === "generic" ? "your IdP" : speaker(provider);
  if (code === "role")
    return `If this value should give a role, add a rule for it on the Roles page, or rename the group or attribute in ${idp}. If it should not, leave it: the next rule or the default decides.`;
  const fedBy = FED_BY[path] ?? "the field it comes from";
  if (provider.startsWith("okta")) {
    const where = "In Okta, open the app, then Provisioning → To App → Attribute Mappings";
    return code === "missing"
      ? `${where}, and see that ${path} has a mapping. Then open the person under Directory → People → Profile, fill in ${fedBy} and save: Okta sends it at once.`
      : `${where}, and correct what is sent as ${path}.`;
  }
  if (provider === "entra") {
    const where =
      "In Entra, open the enterprise application, then Provisioning → Mappings → Provision Microsoft Entra ID Users";
    return code === "missing"
      ? `${where}, and see that ${path} has a mapping. Then fill in ${fedBy} in the person's properties: it comes with the next cycle, after about 40 minutes.`
      : `${where}, and correct the mapping to ${path}.`;
  }
  return code === "missing"
    ? `Let ${idp} send ${path} in its attribute mapping, or add a row to the mapping here that fills ${field} from something it sends.`
    : `Correct what ${idp} sends as ${path}, or the row of the mapping here that reads it.`;
}

/** They stand above the list, so only its first page needs them. */
const NO_KINDS: Awaited<ReturnType<MappingStore["problemKinds"]>> = [];

export async function listProblems(
  ctx: AdminContext,
  directoryId: string,
  query: DataProblemQuery,
): Promise<DataProblemPage> {
  const { record, inForce } = await requireConfiguration(ctx, directoryId, read);
  const [page, standing, kinds] = await Promise.all([
    ctx.stores.mapping.problems(directoryId, record.organizationId, {
      field: query.field ?? null,
      cursor: query.cursor ?? null,
    }),
    ctx.stores.mapping.standing(directoryId, record.organizationId, inForce.version),
    query.cursor ? NO_KINDS : ctx.stores.mapping.problemKinds(directoryId, record.organizationId),
  ]);
  const withFix = <Row extends Pick<ProblemRow, "field" | "code" | "source">>(row: Row) => ({
    ...row,
    code: row.code as DataProblem["code"],
    fix: fixFor(record.provider, row),
  });
  return {
    data: page.data.map(withFix),
    nextCursor: page.nextCursor,
    people: standing.problems,
    kinds: kinds.map(withFix),
  };
}

/* Explanation */

/** Where each field of a person and their role came from. @throws DirectoryError not_found */
export async function explainPerson(ctx: AdminContext, directoryId: string, userId: string): Promise<Explanation> {
  const { record, inForce } = await requireConfiguration(ctx, directoryId, read);
  const person = await ctx.stores.mapping.person(directoryId, userId);
  if (!person) throw notFound("user");
  const { member } = person;
  const made = evaluate(inForce.compiled, asPerson(person), { former: member?.profile, trace: true });
  const version = member?.configurationVersion ?? inForce.version;
  return {
    userId,
    memberId: member?.id ?? null,
    active: member?.active ?? false,
    version,
    isCurrent: version === inForce.version,
    fields: member ? await fieldsOf(ctx, record, { person, member, compiled: inForce.compiled }) : [],
    role: member && roleOf(record, member),
    trace: traceOf(made),
  };
}

/** Who somebody is before what else is known of them: the order of the fields a mapping fills, then by letters. */
const ORDER: readonly string[] = ["name", ...Object.keys(FIELDS).filter((field) => field !== "name")];
const placeOf = (field: string) => (ORDER.indexOf(field) + ORDER.length + 1) % (ORDER.length + 1);
const inOrder = (fields: [string, JsonValue][]) =>
  fields.sort(([one], [other]) => placeOf(one) - placeOf(other) || (one < other ? -1 : 1));

interface Explained {
  readonly person: MappedPerson;
  readonly member: MemberState;
  readonly compiled: CompiledConfiguration;
}

async function fieldsOf(
  ctx: AdminContext,
  { provider }: DirectoryPlace,
  { person, member, compiled }: Explained,
): Promise<Explanation["fields"]> {
  const requests = [...new Set(Object.values(member.origins).map(({ requestId }) => requestId))];
  const entries = await ctx.stores.mapping.logEntryOf(person.directoryId, requests, person.id);
  const saved = compiled.configuration.rows;
  const filled = flatten(member.profile);
  const empty = member.problems.filter(({ field }) => !filled.has(field) && field !== ROLE_TARGET);
  const all: [string, JsonValue][] = [...filled, ...empty.map(({ field }): [string, JsonValue] => [field, null])];
  return inOrder(all).map(([field, value]) => {
    const origin = member.origins[field];
    const problem = member.problems.find((each) => each.field === field);
    const index = origin?.row ?? saved.findLastIndex((row) => row.target === field && row.source === problem?.source);
    const source = origin?.source ?? problem?.source ?? null;
    const row = saved[index]?.source === source ? saved[index] : undefined;
    return {
      field,
      value,
      source,
      transform: row?.transform ?? null,
      row: origin?.row ?? (row ? index : null),
      version: origin?.version ?? member.configurationVersion,
      requestId: origin?.requestId ?? null,
      logEntryId: entries.find(({ requestId }) => requestId === origin?.requestId)?.id ?? null,
      since: origin?.at ?? problem?.since ?? member.createdAt,
      problem: problem?.message ?? null,
      fix: problem ? fixFor(provider, problem) : null,
    };
  });
}

const KEPT = {
  last_admin: "kept, because nobody else is an admin of the organization",
  break_glass: "kept, because this person is protected (break glass)",
} as const;

function roleOf(record: DirectoryPlace, member: MemberState): Explanation["role"] {
  const manualRole = manualRoleOf(member);
  const {
    by = [],
    default: defaultRole = null,
    since = member.createdAt,
    version = member.configurationVersion,
  } = member.roleOrigin;
  const kept = member.kept === "last_admin" || member.kept === "break_glass" ? member.kept : null;
  const idp = speaker(record.provider);
  const isManual = member.roleSource === "manual";
  const links = by.flatMap(({ index, row, kind, role, why }) => [
    { kind: kind === "group" ? ("group" as const) : ("attribute" as const), words: `${idp}: ${why}` },
    index === null
      ? { kind: "row" as const, words: `mapping row ${(row ?? 0) + 1}` }
      : { kind: "rule" as const, words: `rule ${index + 1}` },
    { kind: "role" as const, words: role },
  ]);
  const source = isManual
    ? "manual"
    : by.length > 0
      ? "rule"
      : member.active || defaultRole !== null
        ? "default"
        : "none";
  const chain = [
    ...(isManual ? [{ kind: "manual" as const, words: `given by hand: ${manualRole}` }] : []),
    ...links,
    ...(by.length === 0 && !isManual
      ? [
          {
            kind: "default" as const,
            words: defaultRole === null ? "no rule applies: no access" : `no rule applies: the default ${defaultRole}`,
          },
        ]
      : []),
    ...(kept ? [{ kind: "kept" as const, words: KEPT[kept] }] : []),
  ];
  const path = chain.map(({ words }) => words).join(" → ");
  const problem = member.problems.find(({ field }) => field === ROLE_TARGET);
  const otherwise = by.length > 0 || isManual ? `; the default would be ${defaultRole ?? "no access"}` : "";
  return {
    role: member.role,
    roles: [...rolesOf(member)],
    source,
    since,
    sentence: `${path.charAt(0).toUpperCase()}${path.slice(1)}, since ${since.slice(0, 10)}${otherwise}.`,
    chain,
    manualRole,
    defaultRole,
    kept,
    problem: problem?.message ?? null,
    fix: problem ? fixFor(record.provider, problem) : null,
    version,
  };
}
