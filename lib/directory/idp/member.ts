import { validate, version } from "uuid";
import { concernsGroup } from "#lib/mapping/compile.ts";
import { inlineGroups } from "#lib/mapping/evaluate.ts";
import type { PersonGroup } from "#lib/mapping/source.ts";
import type { PatchOperation } from "#lib/scim/patch/parse.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import type { GroupRef } from "#lib/scim/show.ts";
import { isObject, ownValue } from "#lib/scim/value.ts";
import type { IdpContext, Recompute } from "../context.ts";
import { decideMember, groupsThatCount, type MemberDecision } from "../membership.ts";
import type { UserRow } from "../rows.ts";

/** A person as the mapping is to see them. */
export type MappedRow = Pick<UserRow, "id" | "stored" | "groups" | "sent_groups">;

/** The organization's member that a provisioned person is, by the directory's mapping and rules. */
export function memberOf(
  ctx: IdpContext,
  row: MappedRow,
  before: UserRow["member"],
  { isGone = false } = {},
): MemberDecision {
  return decideMember(
    ctx.mapping.current,
    { stored: row.stored, groups: groupsThatCount(row.sent_groups, row.groups), isGone },
    before,
    occasionOf(ctx, row.id),
  );
}

/** The directory with the configuration that this attempt works with. */
export const directoryNow = (ctx: IdpContext) => ({ ...ctx.directory, mapping: ctx.mapping.current });

const occasionOf = (ctx: IdpContext, userId: string) => ({
  organizationId: ctx.directory.organizationId,
  directoryId: ctx.directory.id,
  userId,
  requestId: ctx.request.id,
  at: ctx.now(),
  newMemberId: () => `member_${ctx.newId().replaceAll("-", "")}`,
});

const recompute = (ctx: IdpContext): Recompute => {
  const { current } = ctx.mapping;
  return {
    version: current.version,
    decide: (person, before, userId) => decideMember(current, person, before, occasionOf(ctx, userId)),
  };
};

/** How to make people anew if a change of this group may change what they are. @param names before and after */
export const recomputeFor = (ctx: IdpContext, groupId: string, names: readonly string[]): Recompute | undefined =>
  concernsGroup(ctx.mapping.current.compiled, groupId, names) ? recompute(ctx) : undefined;

/** The same for groups that are not known yet: those that somebody joins by arriving. */
export const recomputeForAny = (ctx: IdpContext): Recompute | undefined =>
  ctx.mapping.current.compiled.groupUse === "none" ? undefined : recompute(ctx);

/**
 * Groups that the IdP wrote into the person (RFC 7643 §4.1.2 makes `groups` read-only, and a client that sends back what
 * it read says nothing by it, however long ago it was); null for none.
 */
export function sentGroups(body: JsonObject, pushed: readonly GroupRef[] = []): PersonGroup[] | null {
  const sent = inlineGroups(ownValue(body, "groups")).filter(({ id }) => !isOurs(id));
  const isEcho = sent.every(({ id }) => pushed.some(({ value }) => value === id));
  return sent.length === 0 || isEcho ? null : sent.slice(0, SENT_MAX);
}

const SENT_MAX = 1_000;

/** Only we give groups ids in the order of time (UUID version 7): such a one was read here. */
const isOurs = (id: string | null) => id !== null && validate(id) && version(id) === 7;

/**
 * The same after a PATCH: groups in a value without a path, as an IdP sends whole people. With a path they are refused
 * like every attribute that is read-only (RFC 7644 §3.5.2).
 */
export function patchedGroups(
  operations: readonly PatchOperation[],
  { sent_groups, groups }: Pick<UserRow, "sent_groups" | "groups">,
): PersonGroup[] | null {
  const wholes = operations.flatMap(({ path, value }) => (path === undefined && isObject(value) ? [value] : []));
  const last = wholes.findLast((value) => ownValue(value, "groups") !== undefined);
  return last ? sentGroups(last, groups) : (sent_groups?.slice() ?? null);
}
