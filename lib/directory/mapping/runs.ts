/** Runs over everybody: giving a version to all (`apply`), and finding out what a draft would do (`dry_run`). */
import type { MappingDraft } from "#lib/contract/mapping-row.ts";
import type { ChangeRun, MappingRun, RunChange, RunChangePage, RunChangeQuery } from "#lib/contract/mapping-run.ts";
import type { Apply } from "#lib/contract/roles.ts";
import { compileConfiguration, errorsOf } from "#lib/mapping/compile.ts";
import type { Configuration } from "#lib/mapping/configuration.ts";
import { flatten } from "#lib/mapping/target.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { isSame } from "#lib/scim/value.ts";
import type { AdminContext, DirectoryPlace } from "../admin-context.ts";
import { requireDirectory } from "../directories.ts";
import { DirectoryError, notFound } from "../error.ts";
import { foreseeMember, groupsThatCount, isAdminRole, type MappingInForce, rolesOf } from "../membership.ts";
import { actorLabel } from "../permissions.ts";
import { requireConfiguration, surroundingsOf } from "./mapping.ts";
import { recomputeBy } from "./recompute.ts";
import type { MappedPerson, MappingStore, Remade, RunChangeWrite, RunCounts, RunStore, StoredRun } from "./store.ts";

const read = "org:sys_provisioning:read";
const manage = "org:sys_provisioning:manage";

const NOTHING: RunCounts = {
  same: 0,
  changed: 0,
  errors: 0,
  fields: {},
  rolesGained: {},
  rolesLost: {},
  adminsLost: 0,
  activated: 0,
  deactivated: 0,
};

/** As JSON, with how fast it goes. */
export function toRun(run: StoredRun, now: Date): MappingRun {
  const { id, kind, state, version, total, done, startedAt, finishedAt } = run;
  const seconds = startedAt ? ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1_000 : 0;
  const rate = seconds > 0 && done > 0 ? done / seconds : null;
  const left = state === "running" && rate !== null ? Math.ceil(Math.max(0, total - done) / rate) : null;
  return {
    id,
    kind,
    state,
    version,
    total,
    done: Math.min(done, total),
    rate: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: left,
    counts: { ...NOTHING, ...run.counts },
    createdAt: run.createdAt.toISOString(),
    createdBy: run.createdBy,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    failure: run.failure,
  };
}

async function insertRun(
  ctx: AdminContext,
  record: DirectoryPlace,
  run: Pick<StoredRun, "kind" | "version" | "draft">,
): Promise<StoredRun> {
  const id = `run_${ctx.newId().replaceAll("-", "")}`;
  const write = {
    ...run,
    id,
    directoryId: record.id,
    createdBy: ctx.actor.name || actorLabel(ctx.actor),
    createdAt: ctx.now(),
  };
  const stored = await ctx.stores.runs.insert(write, record.organizationId);
  ctx.wakeRuns();
  return stored;
}

/** Gives a version to everybody who has an older one, if so wished and if there is anybody. */
export async function startApply(
  ctx: AdminContext,
  record: DirectoryPlace,
  version: number,
  apply: Apply,
): Promise<StoredRun | undefined> {
  return apply === "now" ? insertRun(ctx, record, { kind: "apply", version, draft: null }) : undefined;
}

/** Gives the version in force to everybody. */
export async function applyNow(ctx: AdminContext, directoryId: string): Promise<MappingRun> {
  const { record, inForce } = await requireConfiguration(ctx, directoryId, manage);
  return toRun(await insertRun(ctx, record, { kind: "apply", version: inForce.version, draft: null }), ctx.now());
}

/** A draft over what is in force. */
export const draftOver = (current: Configuration, draft: MappingDraft | undefined): Configuration => ({
  userIdAttribute: draft?.userIdAttribute ?? current.userIdAttribute,
  rows: draft?.rows ?? current.rows,
  roles: draft?.roles ?? current.roles,
});

/** Begins a dry run of a draft. @throws DirectoryError invalid when the draft could not be saved */
export async function startDryRun(ctx: AdminContext, directoryId: string, draft: MappingDraft): Promise<MappingRun> {
  const { record, inForce, configuration } = await requireConfiguration(ctx, directoryId, read);
  const whole = draftOver(configuration, draft);
  const compiled = compileConfiguration(whole, await surroundingsOf(ctx, record));
  const [first] = errorsOf(compiled);
  if (first) throw new DirectoryError("invalid", first.message, { detail: { problems: compiled.findings } });
  return toRun(await insertRun(ctx, record, { kind: "dry_run", version: inForce.version, draft: whole }), ctx.now());
}

/** @throws DirectoryError not_found */
export async function getRun(ctx: AdminContext, directoryId: string, runId: string): Promise<MappingRun> {
  await requireDirectory(ctx, directoryId, read);
  const run = await ctx.stores.runs.find(directoryId, runId);
  if (!run) throw notFound("run");
  return toRun(run, ctx.now());
}

/** The newest first. */
export async function listRuns(ctx: AdminContext, directoryId: string) {
  await requireDirectory(ctx, directoryId, read);
  const runs = await ctx.stores.runs.newest(directoryId, null, 20);
  return { data: runs.map((run) => toRun(run, ctx.now())) };
}

const CHANGES = {
  pause: { from: ["queued", "running"], to: "paused" },
  resume: { from: ["paused"], to: "queued" },
  cancel: { from: ["queued", "running", "paused"], to: "cancelled" },
} as const;

/** @throws DirectoryError not_found, conflict when the run is in no state for it */
export async function changeRun(
  ctx: AdminContext,
  directoryId: string,
  runId: string,
  { action }: ChangeRun,
): Promise<MappingRun> {
  const found = await ctx.stores.runs.find(directoryId, runId);
  await requireDirectory(ctx, directoryId, found?.kind === "dry_run" ? read : manage);
  if (!found) throw notFound("run");
  const { from, to } = CHANGES[action];
  const run = await ctx.stores.runs.setState(directoryId, runId, from, to, ctx.now());
  if (!run)
    throw new DirectoryError(
      "conflict",
      `The run is ${found.state}: it cannot be ${to === "queued" ? "resumed" : to} now.`,
    );
  if (to === "queued") ctx.wakeRuns();
  return toRun(run, ctx.now());
}

const PAGE = 50;

const toChange = ({ tags: _, detail, ...person }: RunChangeWrite): RunChange => ({
  ...person,
  changes: [...detail.changes],
  rolesGained: [...detail.rolesGained],
  rolesLost: [...detail.rolesLost],
  adminLost: detail.adminLost,
  errors: [...detail.errors],
});

const tagsOf = ({ kind, field, role }: RunChangeQuery) => [
  ...(kind ? [kind] : []),
  ...(field ? [`field:${field}`] : []),
  ...(role ? [`role:${role}`] : []),
];

/** Whom a dry run found to change, by name. @throws DirectoryError not_found */
export async function listRunChanges(
  ctx: AdminContext,
  directoryId: string,
  runId: string,
  query: RunChangeQuery,
): Promise<RunChangePage> {
  await getRun(ctx, directoryId, runId);
  const { data, ...rest } = await ctx.stores.runs.changes(directoryId, runId, {
    tags: tagsOf(query),
    q: query.q ?? null,
    cursor: query.cursor ?? null,
    limit: PAGE,
  });
  return { data: data.map(toChange), ...rest };
}

/** The same list, whole, piece by piece. */
export async function* allRunChanges(
  ctx: AdminContext,
  directoryId: string,
  runId: string,
  query: RunChangeQuery,
): AsyncGenerator<RunChange[]> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<RunStore["changes"]>> = await ctx.stores.runs.changes(directoryId, runId, {
      tags: tagsOf(query),
      q: query.q ?? null,
      cursor,
      limit: 500,
    });
    yield page.data.map(toChange);
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/* The work itself, in the background */

export interface RunWorkServices {
  readonly mapping: MappingStore;
  readonly runs: RunStore;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: { info(facts: object, message: string): void; error(facts: object, message: string): void };
}

const LEASE_MS = 30_000;
const DRY_BATCH = 500;
/** Small, so that no request of an IdP waits long for people who are being made anew. */
const APPLY_BATCH = 100;
const SKIPPED_PAUSE_MS = 50;
/**
 * After each batch the database is left alone for a part of the time that the batch took, so that requests get their
 * turn: the embedded database has one connection, and a request is several statements.
 */
const BREATH = { dry_run: { share: 0.25, mostMs: 100 }, apply: { share: 1, mostMs: 250 } } as const;

const breathe = (kind: StoredRun["kind"], batchMs: number) => {
  const { share, mostMs } = BREATH[kind];
  return new Promise((resolve) => setTimeout(resolve, Math.min(mostMs, batchMs * share)));
};

/** Works on every run that waits, one after the other, until none is left that others do not work on. */
export async function workRuns(services: RunWorkServices): Promise<void> {
  const owner = services.newId();
  for (;;) {
    const run = await services.runs.claim(owner, services.now(), LEASE_MS);
    if (!run) return;
    try {
      await (run.kind === "dry_run" ? workDryRun(services, run, owner) : workApply(services, run, owner));
    } catch (error) {
      services.log.error({ err: error, run: run.id }, "a run over everybody failed");
      await services.runs
        .finish(run, owner, "failed", services.now(), "Something went wrong on our side. Start it again.")
        .catch(() => {});
    }
  }
}

async function workDryRun(services: RunWorkServices, run: StoredRun, owner: string): Promise<void> {
  const inForce = await services.mapping.inForce(run.directoryId);
  if (!inForce || !run.draft) return services.runs.finish(run, owner, "cancelled", services.now(), null);
  const draft: MappingInForce = {
    version: inForce.version,
    compiled: compileConfiguration(run.draft, inForce.compiled.surroundings),
  };
  for (;;) {
    const at = services.now();
    const done = await services.runs.dryRunBatch(run, owner, at, DRY_BATCH, (people, counts) =>
      tryDraft(draft, people, counts, run, at),
    );
    if (done === undefined) return;
    if (done < DRY_BATCH) return services.runs.finish(run, owner, "done", services.now(), null);
    await breathe("dry_run", services.now().getTime() - at.getTime());
  }
}

function tryDraft(
  draft: MappingInForce,
  people: readonly MappedPerson[],
  former: Partial<RunCounts>,
  run: StoredRun,
  at: Date,
) {
  const counts = structuredClone({ ...NOTHING, ...former }) as { -readonly [K in keyof RunCounts]: RunCounts[K] };
  const changes: RunChangeWrite[] = [];
  for (const person of people) {
    if (!person.member) continue;
    const occasion = {
      organizationId: run.organizationId,
      directoryId: run.directoryId,
      userId: person.id,
      requestId: run.id,
      at,
      newMemberId: () => "",
    };
    const now = { stored: person.stored, groups: groupsThatCount(person.sentGroups, person.pushed) };
    const after = foreseeMember(draft, now, person.member, occasion);
    const difference = differenceOf({ before: person.member, after });
    addTo(counts, difference);
    if (difference.isSame && difference.errors.length === 0) continue;
    const { tags, changes: fields, rolesGained, rolesLost, adminLost, errors } = difference;
    changes.push({
      userId: person.id,
      name: after.name,
      userName: person.userName,
      email: after.email,
      tags,
      detail: { changes: fields, rolesGained, rolesLost, adminLost, errors },
    });
  }
  return { counts, changes };
}

function differenceOf({ before, after }: Remade) {
  const changes = fieldChanges(before.profile, after.profile);
  const [had, has] = [before.active ? rolesOf(before) : [], after.active ? after.roles : []];
  const rolesGained = has.filter((role) => !had.includes(role));
  const rolesLost = had.filter((role) => !has.includes(role));
  const adminLost = isAdminRole(had) && !isAdminRole(has);
  const errors = after.problems
    .filter(({ code }) => code !== "missing")
    .map(({ field, message }) => ({ field, message }));
  const isSameAll =
    changes.length === 0 && rolesGained.length === 0 && rolesLost.length === 0 && before.active === after.active;
  const tags = [
    ...(isSameAll ? [] : ["changed"]),
    ...(rolesGained.length + rolesLost.length > 0 ? ["roles"] : []),
    ...(adminLost ? ["admins_lost"] : []),
    ...(errors.length > 0 ? ["errors"] : []),
    ...(before.active === after.active ? [] : [after.active ? "activated" : "deactivated"]),
    ...changes.map(({ field }) => `field:${field}`),
    ...[...rolesGained, ...rolesLost].map((role) => `role:${role}`),
  ];
  return {
    isSame: isSameAll,
    changes,
    rolesGained,
    rolesLost,
    adminLost,
    errors,
    tags,
    activated: !before.active && after.active,
    deactivated: before.active && !after.active,
  };
}

/** Fields that differ between two profiles, by their targets' names. */
export function fieldChanges(before: JsonObject, after: JsonObject) {
  const [was, is] = [flatten(before), flatten(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => !isSame(was.get(field), is.get(field)))
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }));
}

function addTo(
  counts: { -readonly [K in keyof RunCounts]: RunCounts[K] },
  difference: ReturnType<typeof differenceOf>,
): void {
  if (difference.isSame) counts.same += 1;
  else counts.changed += 1;
  if (difference.errors.length > 0) counts.errors += 1;
  if (difference.adminLost) counts.adminsLost += 1;
  if (difference.activated) counts.activated += 1;
  if (difference.deactivated) counts.deactivated += 1;
  const add = (map: Record<string, number>, keys: readonly string[]) => {
    for (const key of keys) map[key] = (map[key] ?? 0) + 1;
  };
  add(
    counts.fields,
    difference.changes.map(({ field }) => field),
  );
  add(counts.rolesGained, difference.rolesGained);
  add(counts.rolesLost, difference.rolesLost);
}

async function workApply(services: RunWorkServices, run: StoredRun, owner: string): Promise<void> {
  for (;;) {
    const inForce = await services.mapping.inForce(run.directoryId);
    if (!inForce || inForce.version !== run.version) {
      return services.runs.finish(run, owner, "cancelled", services.now(), "A newer version was saved meanwhile.");
    }
    const at = services.now();
    const { organizationId, directoryId, id: requestId } = run;
    const recompute = recomputeBy(inForce, { organizationId, directoryId, requestId, at });
    const batch = await services.runs.applyBatch(run, owner, at, APPLY_BATCH, recompute, countRemade);
    if (!batch) return;
    if (batch.done === 0 && batch.skipped === 0) return services.runs.finish(run, owner, "done", services.now(), null);
    if (batch.done === 0) await new Promise((resolve) => setTimeout(resolve, SKIPPED_PAUSE_MS));
    else await breathe("apply", services.now().getTime() - at.getTime());
  }
}

function countRemade(remade: readonly Remade[], former: Partial<RunCounts>): RunCounts {
  const counts = structuredClone({ ...NOTHING, ...former }) as { -readonly [K in keyof RunCounts]: RunCounts[K] };
  for (const each of remade) addTo(counts, differenceOf(each));
  return counts;
}
