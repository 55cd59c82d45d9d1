import { causeOfPerson } from "#lib/causes/recognise.ts";
import type { PersonGroup } from "#lib/mapping/source.ts";
import { readResource } from "#lib/scim/body.ts";
import { byCodePoint } from "#lib/scim/code-point-order.ts";
import { assignDefaults } from "#lib/scim/defaults.ts";
import { differences } from "#lib/scim/difference.ts";
import { isActive } from "#lib/scim/is-active.ts";
import type { ListQuery } from "#lib/scim/list.ts";
import { applyPatch } from "#lib/scim/patch/apply.ts";
import type { PatchOperation } from "#lib/scim/patch/parse.ts";
import { type Projection, wantsGroups } from "#lib/scim/projection.ts";
import { replaceResource } from "#lib/scim/replace.ts";
import type { JsonObject, ShownResource, StoredResource } from "#lib/scim/resource.ts";
import type { GroupRef } from "#lib/scim/show.ts";
import { isObject, isSame } from "#lib/scim/value.ts";
import type { IdpContext, UnlessLast } from "../context.ts";
import { type Decided, type MemberWrite, remarks, rolesOf } from "../membership.ts";
import type { ResourceRow, UserRow } from "../rows.ts";
import { type Condition, requireVersion, retryWhenOvertaken } from "./condition.ts";
import { deviationsOf } from "./deviations.ts";
import { userCreated, userDeleted, userUpdated } from "./events.ts";
import { getResource, type Kind, requireRow, showRow } from "./kind.ts";
import { listResources } from "./lists.ts";
import { logEntry } from "./log-entry.ts";
import { directoryNow, memberOf, patchedGroups, recomputeForAny, sentGroups } from "./member.ts";
import { readOutcome } from "./read-outcome.ts";
import { namesOf, speaker, userName } from "./words.ts";

const show = (ctx: IdpContext, row: UserRow) => showRow(ctx, ctx.types.User, row);
const targetOf = (row: ResourceRow) => ({ type: "User" as const, id: row.id, name: userName(row.stored) });

/** What reading has to know of users. */
export const usersOf = (ctx: IdpContext): Kind<UserRow> => ({
  type: ctx.types.User,
  plural: "users",
  called: userName,
  targetOf,
  find: (id, projection) => ctx.users.find(ctx.directory.id, id, { groups: wantsGroups(projection) }),
  list: (request, { projection }) => ctx.users.list(ctx.directory.id, request, { groups: wantsGroups(projection) }),
  everybody: (page, { projection }) => ctx.users.everybody(ctx.directory.id, page, { groups: wantsGroups(projection) }),
});

/** RFC 7644 §3.4.1. @throws ScimError notFound */
export const getUser = (ctx: IdpContext, id: string, projection: Projection) =>
  getResource(ctx, usersOf(ctx), id, projection);

/** RFC 7644 §3.4.2. @throws ScimError as listResources */
export const listUsers = (ctx: IdpContext, query: ListQuery) => listResources(ctx, usersOf(ctx), query);

/** @throws ScimError notFound */
const requireUser = async (ctx: IdpContext, id: string, load: { groups: boolean; member: boolean }) =>
  requireRow(await ctx.users.find(ctx.directory.id, id, load), usersOf(ctx), id);

/** RFC 7644 §3.3. @throws ScimError uniqueness, invalidValue */
export async function createUser(ctx: IdpContext, body: JsonObject): Promise<ShownResource> {
  const stored = assignDefaults(ctx.types.User, readResource(ctx.types.User, body, deviationsOf(ctx)));
  return retryWhenOvertaken(ctx, () => insertUser(ctx, stored, sentGroups(body)));
}

/** @returns undefined when the configuration was saved anew meanwhile */
async function insertUser(ctx: IdpContext, stored: StoredResource, sent_groups: UserRow["sent_groups"]) {
  const at = ctx.now();
  const row: UserRow = { id: ctx.newId(), stored, sent_groups, version: 1, createdAt: at, updatedAt: at };
  const decision = memberOf(ctx, row, null);
  const consequence = decision.write.active
    ? "a member of the organization now"
    : isActive(stored)
      ? "no rule gives them access, so not a member"
      : "inactive, so not a member yet";
  const groups = await ctx.users.insert({
    directory: directoryNow(ctx),
    type: ctx.types.User,
    at,
    id: row.id,
    stored,
    sentGroups: sent_groups ?? null,
    member: decision.write,
    recompute: recomputeForAny(ctx),
    entry: logEntry(ctx, {
      outcome: "changed",
      sentence: `${speaker(ctx.directory.provider)} created ${userName(stored)}: ${consequence}.${remarks(decision)}`,
      status: 201,
      operation: "create",
      cause: lackOf(stored, decision.write),
      target: targetOf(row),
      changes: differences({}, stored),
      response: show(ctx, row),
    }),
    events: userCreated(ctx, { row, member: decision.write }),
  });
  return groups && show(ctx, { ...row, groups });
}

/** RFC 7644 §3.5.1. @throws ScimError notFound, uniqueness, versionMismatch, invalidValue */
export function replaceUser(ctx: IdpContext, id: string, body: JsonObject, condition: Condition) {
  const incoming = readResource(ctx.types.User, body, deviationsOf(ctx));
  return changeUser(ctx, id, condition, (before) => ({
    stored: replaceResource(ctx.types.User, before.stored, incoming),
    sent: sentGroups(body, before.groups),
  }));
}

/** RFC 7644 §3.5.2. @throws ScimError notFound, uniqueness, versionMismatch, invalidPath, invalidValue, mutability, noTarget */
export function patchUser(ctx: IdpContext, id: string, operations: PatchOperation[], condition: Condition) {
  const note = deviationsOf(ctx);
  return changeUser(ctx, id, condition, (before) => ({
    stored: applyPatch(ctx.types.User, before.stored, operations, note),
    sent: patchedGroups(operations, before),
  }));
}

/** Read, change in memory, write if the version still is the one read: two round trips, and again when somebody was faster. */
function changeUser(
  ctx: IdpContext,
  id: string,
  condition: Condition,
  change: (before: UserRow) => { stored: StoredResource; sent: readonly PersonGroup[] | null },
) {
  return retryWhenOvertaken(ctx, async () => {
    const before = await requireUser(ctx, id, { groups: true, member: true });
    requireVersion(condition, before.version);
    const { stored, sent } = change(before);
    if (isSame(before.stored, stored) && isSame(json(before.sent_groups ?? null), json(sent))) {
      const shown = show(ctx, before);
      const sentence = `${speaker(ctx.directory.provider)} sent ${userName(stored)} again: nothing changed.`;
      return { shown, outcome: readOutcome(sentence, shown, targetOf(before)) };
    }
    return writeChange(ctx, before, { ...before, stored, sent_groups: sent });
  });
}

const json = (groups: readonly PersonGroup[] | null) => groups?.map(({ id, name }) => ({ id, name })) ?? null;

/** @returns undefined when the version has moved on. */
async function writeChange(ctx: IdpContext, before: UserRow, after: UserRow) {
  const at = ctx.now();
  const { stored } = after;
  // Groups that the IdP writes into a person are the mapping's alone to see: the resource is the one it was.
  const isShown = !isSame(before.stored, stored);
  const row: UserRow = isShown ? { ...after, version: before.version + 1, updatedAt: at } : after;
  const shown = show(ctx, row);
  const decision = memberOf(ctx, row, before.member);
  const changed = differences(before.stored, stored);
  const make = (decided: Decided): UnlessLast => ({
    member: decided.write,
    entry: logEntry(ctx, {
      outcome: "changed",
      sentence: `${isShown ? changeSentence(ctx, before.stored, stored, namesOf(changed)) : `${speaker(ctx.directory.provider)} sent ${userName(stored)} with other groups for the mapping to look at.`}${remarks(decided)}`,
      status: 200,
      operation: kindOfChange(before.stored, stored),
      cause: lackOf(stored, decided.write),
      target: targetOf(row),
      changes: changed,
      response: shown,
    }),
    events: [
      ...userUpdated(ctx, { row: before, member: formerMember(ctx, before) }, { row, member: decided.write }),
      ...decided.events,
    ],
  });
  const joined = await ctx.users.update({
    ...make(decision),
    directory: directoryNow(ctx),
    type: ctx.types.User,
    at,
    id: row.id,
    stored,
    formerly: before.stored,
    sentGroups: row.sent_groups ?? null,
    expectedVersion: before.version,
    expectedRevision: before.member?.revision ?? null,
    unlessLast: decision.unlessLast && make(decision.unlessLast),
    recompute: recomputeForAny(ctx),
  });
  if (!joined) return undefined;
  return {
    shown: joined.length > 0 ? show(ctx, { ...row, groups: byName(before.groups, joined) }) : shown,
    outcome: undefined,
  };
}

/** The member as stored; without one, as the mapping makes it. */
const formerMember = (ctx: IdpContext, before: UserRow) =>
  before.member ? { ...before.member, roles: rolesOf(before.member) } : memberOf(ctx, before, null).write;

/** In the order in which the storage gives groups. */
const byName = (groups: readonly GroupRef[] = [], joined: readonly GroupRef[]) =>
  [...groups, ...joined].sort((left, right) => byCodePoint(left.display, right.display));

function kindOfChange(before: StoredResource, after: StoredResource): "update" | "deactivate" | "reactivate" {
  if (isActive(before) === isActive(after)) return "update";
  return isActive(after) ? "reactivate" : "deactivate";
}

/** What is missing of a person who is provisioned all the same, for the log's list of causes. */
function lackOf(stored: StoredResource, { email }: Pick<MemberWrite, "email">) {
  const name = isObject(stored.name ?? null) ? (stored.name as JsonObject) : {};
  return causeOfPerson({
    hasEmail: email !== null,
    hasFirstName: Boolean(name.givenName),
    hasLastName: Boolean(name.familyName),
    hasActive: typeof stored.active === "boolean",
  });
}

function changeSentence(ctx: IdpContext, before: StoredResource, after: StoredResource, names: string): string {
  const who = `${speaker(ctx.directory.provider)}`;
  if (isActive(before) && !isActive(after))
    return `${who} set ${userName(after)} inactive: the membership was taken away.`;
  if (!isActive(before) && isActive(after)) return `${who} set ${userName(after)} active: the membership is back.`;
  return `${who} changed ${userName(after)}: ${names}.`;
}

/** RFC 7644 §3.6. @throws ScimError notFound, versionMismatch */
export async function deleteUser(ctx: IdpContext, id: string, condition: Condition): Promise<void> {
  await retryWhenOvertaken(ctx, async () => {
    const before = await requireUser(ctx, id, { groups: true, member: true });
    requireVersion(condition, before.version);
    const decision = before.member ? memberOf(ctx, before, before.member, { isGone: true }) : undefined;
    const make = (decided: Decided | undefined) => ({
      member: decided?.write ?? null,
      entry: logEntry(ctx, {
        outcome: "changed",
        sentence: `${speaker(ctx.directory.provider)} deleted ${userName(before.stored)}: the membership was taken away.${decided ? remarks(decided) : ""}`,
        status: 204,
        operation: "delete",
        target: targetOf(before),
        changes: differences(before.stored, {}),
      }),
      events: [...userDeleted(ctx, { row: before, member: formerMember(ctx, before) }), ...(decided?.events ?? [])],
    });
    const unlessLast = decision?.unlessLast;
    const removed = await ctx.users.remove({
      ...make(decision),
      directory: directoryNow(ctx),
      at: ctx.now(),
      id,
      expectedVersion: before.version,
      expectedRevision: before.member?.revision ?? null,
      unlessLast: unlessLast && { ...make(unlessLast), member: unlessLast.write },
    });
    return removed || undefined;
  });
}
