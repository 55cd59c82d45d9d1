import { readResource } from "#lib/scim/body.ts";
import { differences } from "#lib/scim/difference.ts";
import type { ListQuery } from "#lib/scim/list.ts";
import { readMembers } from "#lib/scim/members.ts";
import { applyPatch } from "#lib/scim/patch/apply.ts";
import { splitMembers } from "#lib/scim/patch/members.ts";
import type { PatchOperation } from "#lib/scim/patch/parse.ts";
import { type Projection, wantsMembers } from "#lib/scim/projection.ts";
import { replaceResource } from "#lib/scim/replace.ts";
import type { JsonObject, ShownResource, StoredResource } from "#lib/scim/resource.ts";
import type { MemberRef } from "#lib/scim/show.ts";
import { isSame } from "#lib/scim/value.ts";
import type { IdpContext, MembershipWrite } from "../context.ts";
import type { GroupRow, ResourceRow } from "../rows.ts";
import { type Condition, requireVersion, retryWhenOvertaken } from "./condition.ts";
import { deviationsOf } from "./deviations.ts";
import { groupEvent } from "./events.ts";
import { getResource, type Kind, requireRow, showRow } from "./kind.ts";
import { listResources } from "./lists.ts";
import { logEntry } from "./log-entry.ts";
import { directoryNow, recomputeFor } from "./member.ts";
import { resolveMembership } from "./membership.ts";
import { readOutcome } from "./read-outcome.ts";
import { groupName, namesOf, speaker } from "./words.ts";

/** After a write, a larger group is shown without `members`: the answer must not grow with the group. */
const MEMBERS_SHOWN_MAX = 100;

const show = (ctx: IdpContext, row: GroupRow) => showRow(ctx, ctx.types.Group, row);
const targetOf = (row: ResourceRow) => ({ type: "Group" as const, id: row.id, name: groupName(row.stored) });

/** What reading has to know of groups. */
export const groupsOf = (ctx: IdpContext): Kind<GroupRow> => ({
  type: ctx.types.Group,
  plural: "groups",
  called: (stored) => `the group ${groupName(stored)}`,
  targetOf,
  find: (id, projection) => ctx.groups.find(ctx.directory.id, id, { members: wantsMembers(projection) }),
  list: (request, { projection }) => ctx.groups.list(ctx.directory.id, request, { members: wantsMembers(projection) }),
});

/** RFC 7644 §3.4.1. @throws ScimError notFound */
export const getGroup = (ctx: IdpContext, id: string, projection: Projection) =>
  getResource(ctx, groupsOf(ctx), id, projection);

/** RFC 7644 §3.4.2. @throws ScimError as listResources */
export const listGroups = (ctx: IdpContext, query: ListQuery) => listResources(ctx, groupsOf(ctx), query);

/** Without its members. @throws ScimError notFound */
const requireGroup = async (ctx: IdpContext, id: string) =>
  requireRow(await ctx.groups.find(ctx.directory.id, id, { members: false }), groupsOf(ctx), id);

/** RFC 7644 §3.3. Members nobody here answers to are kept waiting. @throws ScimError uniqueness, invalidValue */
export async function createGroup(ctx: IdpContext, body: JsonObject): Promise<ShownResource> {
  const stored = readResource(ctx.types.Group, body, deviationsOf(ctx));
  const members = readMembers(body) ?? [];
  const at = ctx.now();
  const row: GroupRow = { id: ctx.newId(), stored, version: 1, createdAt: at, updatedAt: at };
  const insert = () =>
    ctx.groups.insert({
      directory: directoryNow(ctx),
      type: ctx.types.Group,
      at,
      id: row.id,
      stored,
      members,
      entry: logEntry(ctx, {
        outcome: "changed",
        sentence: `${speaker(ctx.directory.provider)} created the group ${groupName(stored)} (members: {added}, waiting: {waiting}).`,
        status: 201,
        operation: "group",
        target: targetOf(row),
        changes: differences({}, stored),
        response: show(ctx, row),
      }),
      recompute: recomputeFor(ctx, row.id, [groupName(stored)]),
      events: [groupEvent(ctx, "dsync.group.created", row, null)],
    });
  await retryWhenOvertaken(ctx, async () => (await insert()) || undefined);
  return show(ctx, { ...row, members: members.length > 0 ? await membersToShow(ctx, row.id) : [] });
}

/** `undefined` when there are too many to show after a write. */
const membersToShow = (ctx: IdpContext, id: string): Promise<MemberRef[] | undefined> =>
  ctx.groups.fewMembers(ctx.directory.id, id, MEMBERS_SHOWN_MAX);

interface GroupChange {
  readonly stored: StoredResource;
  readonly membership: MembershipWrite | undefined;
}

/** RFC 7644 §3.5.1. `members` absent leaves them alone; `[]` empties. @throws ScimError notFound, uniqueness, versionMismatch */
export function replaceGroup(ctx: IdpContext, id: string, body: JsonObject, condition: Condition) {
  const incoming = readResource(ctx.types.Group, body, deviationsOf(ctx));
  const members = readMembers(body);
  const membership = members && { replaceAll: true, add: members, remove: [] };
  return changeGroup(ctx, id, condition, (before) => ({
    stored: replaceResource(ctx.types.Group, before.stored, incoming),
    membership,
  }));
}

/** RFC 7644 §3.5.2. Members are changed set-wise, whatever the group's size. @throws ScimError as patchUser */
export function patchGroup(ctx: IdpContext, id: string, operations: PatchOperation[], condition: Condition) {
  const note = deviationsOf(ctx);
  const { rest, members } = splitMembers(operations, ctx.types.Group, note);
  return changeGroup(ctx, id, condition, async (before) => ({
    stored: applyPatch(ctx.types.Group, before.stored, rest, note),
    membership: members && (await resolveMembership(ctx, id, members)),
  }));
}

function changeGroup(
  ctx: IdpContext,
  id: string,
  condition: Condition,
  change: (before: GroupRow) => GroupChange | Promise<GroupChange>,
) {
  return retryWhenOvertaken(ctx, async () => {
    const before = await requireGroup(ctx, id);
    requireVersion(condition, before.version);
    return writeChange(ctx, before, await change(before), condition);
  });
}

/** @returns undefined when the version has moved on. */
async function writeChange(ctx: IdpContext, before: GroupRow, change: GroupChange, condition: Condition) {
  const { stored, membership } = change;
  const row: GroupRow = { ...before, stored };
  const isRenamed = !isSame(before.stored, stored);
  const unchangedSentence = `${speaker(ctx.directory.provider)} sent the group ${groupName(stored)} again: nothing changed.`;
  if (!isRenamed && !membership) {
    const shown = show(ctx, { ...before, members: await membersToShow(ctx, before.id) });
    return { shown, outcome: readOutcome(unchangedSentence, shown, targetOf(before)) };
  }
  const changed = differences(before.stored, stored);
  const at = ctx.now();
  const events = isRenamed ? [groupEvent(ctx, "dsync.group.updated", { ...row, updatedAt: at }, before.stored)] : [];
  const attributes = isRenamed ? `changed the group ${groupName(stored)}: ${namesOf(changed)}` : undefined;
  const sentence = attributes
    ? `${speaker(ctx.directory.provider)} ${attributes}${membership ? "{also}" : ""}.`
    : `${speaker(ctx.directory.provider)} changed the members of ${groupName(stored)}: {moves}.`;
  const written = await ctx.groups.update({
    directory: directoryNow(ctx),
    type: ctx.types.Group,
    at,
    id: before.id,
    stored: isRenamed ? stored : undefined,
    expectedVersion: isRenamed || Array.isArray(condition) ? before.version : undefined,
    membership,
    unchangedSentence,
    isRenamed: groupName(before.stored) !== groupName(stored),
    recompute: recomputeFor(ctx, before.id, [groupName(before.stored), groupName(stored)]),
    entry: logEntry(ctx, {
      outcome: "changed",
      sentence,
      status: 200,
      operation: isRenamed ? "group" : "membership",
      target: targetOf(row),
      changes: changed,
    }),
    events,
  });
  if (!written) return undefined;
  return { shown: show(ctx, { ...row, ...written, members: await membersToShow(ctx, before.id) }), outcome: undefined };
}

/** RFC 7644 §3.6. The people in it stay. @throws ScimError notFound, versionMismatch */
export async function deleteGroup(ctx: IdpContext, id: string, condition: Condition): Promise<void> {
  await retryWhenOvertaken(ctx, async () => {
    const before = await requireGroup(ctx, id);
    requireVersion(condition, before.version);
    const removed = await ctx.groups.remove({
      directory: directoryNow(ctx),
      at: ctx.now(),
      id,
      expectedVersion: before.version,
      entry: logEntry(ctx, {
        outcome: "changed",
        sentence: `${speaker(ctx.directory.provider)} deleted the group ${groupName(before.stored)}; its people stay.`,
        status: 204,
        operation: "group",
        target: targetOf(before),
        changes: differences(before.stored, {}),
      }),
      recompute: recomputeFor(ctx, id, [groupName(before.stored)]),
      events: [groupEvent(ctx, "dsync.group.deleted", before, null)],
    });
    return removed || undefined;
  });
}
