/** From what a configuration makes of a person to what the organization's member becomes: one decision for every writer. */
import type { CompiledConfiguration } from "#lib/mapping/compile.ts";
import { ADMIN_ROLES } from "#lib/mapping/configuration.ts";
import { type Evaluation, evaluate, sortedGroups } from "#lib/mapping/evaluate.ts";
import type { RuleRef } from "#lib/mapping/roles.ts";
import type { PersonGroup } from "#lib/mapping/source.ts";
import { flatten } from "#lib/mapping/target.ts";
import type { JsonObject, JsonValue, StoredResource } from "#lib/scim/resource.ts";
import { isSame } from "#lib/scim/value.ts";
import { formerValues } from "./event-objects.ts";
import { prefixedId } from "./prefixed-id.ts";

/** The mapping and rules of a directory, compiled, with their version. */
export interface MappingInForce {
  readonly version: number;
  readonly compiled: CompiledConfiguration;
}

/** Where a field's value came from. */
export interface FieldOrigin {
  readonly source: string;
  readonly row: number;
  readonly version: number;
  readonly requestId: string;
  readonly at: string;
}

export interface RoleOrigin {
  /** Since when exactly these roles. */
  readonly since?: string;
  readonly version?: number;
  readonly requestId?: string;
  readonly by?: readonly RuleRef[];
  /** What the rules gave by default, or would have given. */
  readonly default?: string | null;
}

/** Something wrong with the person's data, and since when. */
export interface MemberProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly source: string | null;
  readonly since: string;
}

/** What is stored of a member. */
export interface MemberState {
  readonly id: string;
  readonly active: boolean;
  readonly name: string;
  readonly email: string | null;
  readonly profile: JsonObject;
  readonly role: string;
  /** Highest first; empty stands for `role` alone. */
  readonly roles: readonly string[];
  readonly roleSource: string;
  readonly manualRole: string | null;
  readonly roleOrigin: RoleOrigin;
  readonly origins: Readonly<Record<string, FieldOrigin>>;
  readonly problems: readonly MemberProblem[];
  readonly breakGlass: boolean;
  /** ISO 8601: until then somebody has shut them out by hand. */
  readonly suspendedUntil: string | null;
  readonly kept: string | null;
  readonly configurationVersion: number;
  /** Counts every write. */
  readonly revision: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** What is written of a member. */
export interface MemberWrite {
  readonly id: string;
  readonly active: boolean;
  readonly name: string;
  readonly email: string | null;
  readonly profile: JsonObject;
  readonly role: string;
  readonly roles: readonly string[];
  readonly roleSource: "manual" | "rule" | "default";
  readonly roleOrigin: RoleOrigin;
  readonly origins: Readonly<Record<string, FieldOrigin>>;
  readonly problems: readonly MemberProblem[];
  readonly kept: "last_admin" | "break_glass" | null;
  readonly configurationVersion: number;
}

/** An `organization_membership.*` event. */
export interface MembershipEvent {
  readonly type:
    | "organization_membership.created"
    | "organization_membership.updated"
    | "organization_membership.deleted";
  readonly subjectId: string;
  readonly data: JsonObject;
  readonly previous: JsonObject | null;
}

/** What is to be written, and what is to be told of it. */
export interface Decided {
  readonly write: MemberWrite;
  readonly events: readonly MembershipEvent[];
  /** Whether anything a reader could see is different. */
  readonly changed: boolean;
}

export interface MemberDecision extends Decided {
  /** Set when the change takes an active admin away: to be written instead if no other is left. */
  readonly unlessLast: Decided | undefined;
  readonly evaluation: Evaluation;
}

/** Whom and when the decision is about. */
export interface Occasion {
  readonly organizationId: string;
  readonly directoryId: string;
  readonly userId: string;
  readonly requestId: string;
  readonly at: Date;
  /** For a new member. */
  readonly newMemberId: () => string;
}

export interface PersonNow {
  readonly stored: StoredResource;
  readonly groups: readonly PersonGroup[];
  /** The IdP deleted the person, or they are gone with something else. */
  readonly isGone?: boolean;
}

/** What was given by hand: the role itself where it counts, else the grant that a higher one stands before. */
export const manualRoleOf = ({
  manualRole,
  roleSource,
  role,
}: Pick<MemberState, "manualRole" | "roleSource" | "role">) => (roleSource === "manual" ? role : manualRole);

/** Whoever wrote `role` alone meant that one. */
export const rolesOf = ({ roles, role }: Pick<MemberState, "roles" | "role">) =>
  roles.includes(role) ? roles : [role];

/** Whoever was shut out by hand stays out, whatever the IdP repeats (`member_hold_suspension` in the database). */
const isSuspended = (before: MemberState | null | undefined, at: Date) =>
  typeof before?.suspendedUntil === "string" && new Date(before.suspendedUntil) > at;

export const isAdminRole = (roles: readonly string[]) => roles.some((role) => ADMIN_ROLES.includes(role));

/** What becomes of the member, by the configuration and by what was given by hand. Pure. */
export function decideMember(
  { version, compiled }: MappingInForce,
  person: PersonNow,
  before: MemberState | null | undefined,
  occasion: Occasion,
): MemberDecision {
  const evaluation = evaluate(
    compiled,
    { resource: person.stored, groups: person.groups },
    { former: before?.profile },
  );
  const wanted = wantedMember(compiled, evaluation, before, { version, occasion, isGone: person.isGone ?? false });
  const protectedOne =
    before?.breakGlass && before.active ? keepAsWas(wanted, before, compiled, "break_glass") : wanted;
  const decision = asDecision(protectedOne, before, occasion);
  const losesAdmin =
    before?.active === true &&
    isAdminRole(rolesOf(before)) &&
    !(protectedOne.active && isAdminRole(protectedOne.roles));
  if (!losesAdmin || !before) return { ...decision, unlessLast: undefined, evaluation };
  const kept = keepAsWas(wanted, before, compiled, "last_admin");
  return { ...decision, unlessLast: asDecision(kept, before, occasion), evaluation };
}

/**
 * What would become of somebody, without the history and the events that only a write needs: for looking at very many
 * people. Of the same outcome as `decideMember` but for the last admin, whom only a write can know.
 */
export function foreseeMember(
  { version, compiled }: MappingInForce,
  person: PersonNow,
  before: MemberState,
  occasion: Occasion,
): MemberWrite {
  const evaluation = evaluate(compiled, { resource: person.stored, groups: person.groups }, { former: before.profile });
  const circumstances = { version, occasion, isGone: person.isGone ?? false, withOrigins: false };
  const wanted = wantedMember(compiled, evaluation, before, circumstances);
  return before.breakGlass && before.active ? keepAsWas(wanted, before, compiled, "break_glass") : wanted;
}

interface Circumstances {
  readonly version: number;
  readonly occasion: Occasion;
  readonly isGone: boolean;
  readonly withOrigins?: boolean;
}

function wantedMember(
  compiled: CompiledConfiguration,
  evaluation: Evaluation,
  before: MemberState | null | undefined,
  { version, occasion, isGone, withOrigins = true }: Circumstances,
): MemberWrite {
  const at = occasion.at.toISOString();
  const manual = before ? manualRoleOf(before) : null;
  const given = evaluation.roles.roles;
  const rank = (slug: string) => {
    const place = compiled.ranking.indexOf(slug);
    return place < 0 ? Number.POSITIVE_INFINITY : place;
  };
  const all = [...new Set([...given, ...(manual === null ? [] : [manual])])].sort((a, b) => rank(a) - rank(b));
  const roles = compiled.configuration.roles.policy === "all" ? all : all.slice(0, 1);
  const former = before ? rolesOf(before) : [];
  const role = roles[0] ?? before?.role ?? "org:member";
  const held = roles.length > 0 ? roles : [role];
  const isSameRoles = before !== null && before !== undefined && isSame([...held], [...former]);
  const { requestId } = occasion;
  return {
    id: before?.id ?? occasion.newMemberId(),
    active: !isGone && evaluation.active && roles.length > 0 && !isSuspended(before, occasion.at),
    name: evaluation.name,
    email: evaluation.email,
    profile: evaluation.profile,
    role,
    roles: held,
    roleSource:
      manual !== null && role === manual && !given.includes(role)
        ? "manual"
        : evaluation.roles.source === "rule"
          ? "rule"
          : "default",
    roleOrigin: {
      ...(isSameRoles && before.roleOrigin.since !== undefined
        ? { since: before.roleOrigin.since, requestId: before.roleOrigin.requestId }
        : { since: at, requestId }),
      version,
      by: evaluation.roles.by,
      default: compiled.defaultRole ?? null,
    },
    origins: withOrigins ? originsOf(compiled, evaluation, before, { version, requestId, at }) : {},
    problems: evaluation.problems.map((problem) => ({
      ...problem,
      since: before?.problems.find(({ field, code }) => field === problem.field && code === problem.code)?.since ?? at,
    })),
    kept: null,
    configurationVersion: version,
  };
}

/** A value that stays keeps its origin; a new one comes from this request. */
function originsOf(
  compiled: CompiledConfiguration,
  { profile, origins }: Evaluation,
  before: MemberState | null | undefined,
  { version, requestId, at }: { version: number; requestId: string; at: string },
): Record<string, FieldOrigin> {
  const former = before ? flatten(before.profile) : new Map<string, JsonValue>();
  const made: Record<string, FieldOrigin> = {};
  for (const [field, value] of flatten(profile)) {
    const known = before?.origins[field];
    const index = origins.get(field);
    const source = index === undefined ? undefined : compiled.configuration.rows[index]?.source;
    if (known && isSame(former.get(field), value) && (source === undefined || source === known.source)) {
      made[field] = index === undefined ? known : { ...known, row: index };
    } else if (index !== undefined && source !== undefined) {
      made[field] = { source, row: index, version, requestId, at };
    }
  }
  return made;
}

/** Whoever is protected stays active and keeps a higher role; everything else of the change happens. */
function keepAsWas(
  wanted: MemberWrite,
  before: MemberState,
  { ranking }: CompiledConfiguration,
  reason: "last_admin" | "break_glass",
): MemberWrite {
  const isLower = ranking.indexOf(wanted.role) > ranking.indexOf(before.role);
  if (wanted.active && !isLower) return wanted;
  const roles = isLower || !wanted.active ? rolesOf(before) : wanted.roles;
  const { roleOrigin, roleSource } = before;
  const keptSource = roleSource === "manual" || roleSource === "rule" ? roleSource : "default";
  return {
    ...wanted,
    active: true,
    role: roles[0] ?? before.role,
    roles,
    roleSource: isLower || !wanted.active ? keptSource : wanted.roleSource,
    roleOrigin: isLower || !wanted.active ? roleOrigin : wanted.roleOrigin,
    kept: reason,
  };
}

type Compared = Pick<MemberWrite, "active" | "name" | "email" | "profile" | "role" | "roles">;

function asDecision(write: MemberWrite, before: MemberState | null | undefined, occasion: Occasion): Decided {
  const events = membershipEvents(
    write,
    before ? { ...before, roles: rolesOf(before) } : null,
    occasion,
    before?.createdAt,
  );
  const isAsBefore =
    before !== null &&
    before !== undefined &&
    events.length === 0 &&
    before.active === write.active &&
    isSame(before.profile, write.profile) &&
    before.role === write.role &&
    isSame([...rolesOf(before)], [...write.roles]) &&
    before.roleSource === write.roleSource &&
    before.name === write.name &&
    before.email === write.email &&
    before.kept === write.kept &&
    isSame(before.problems as never, write.problems as never) &&
    isSame(before.origins as never, write.origins as never) &&
    isSame(before.roleOrigin as never, JSON.parse(JSON.stringify(write.roleOrigin)));
  return { write, events, changed: !isAsBefore };
}

/** What the application learns: a membership begins, changes or ends; nothing when nothing did. */
export function membershipEvents(
  after: Compared & { readonly id: string },
  before: Compared | null,
  {
    organizationId,
    directoryId,
    userId,
    at,
  }: Pick<Occasion, "organizationId" | "at"> & { directoryId: string | null; userId: string | null },
  createdAt: string | undefined,
): MembershipEvent[] {
  const dataOf = (member: Compared): JsonObject => ({
    object: "organization_membership",
    id: after.id,
    organization_id: organizationId,
    directory_id: directoryId,
    directory_user_id: userId === null ? null : prefixedId("directory_user", userId),
    name: member.name,
    email: member.email,
    role: { slug: member.role },
    roles: member.roles.map((slug) => ({ slug })),
    status: member.active ? "active" : "inactive",
    created_at: createdAt ?? at.toISOString(),
    updated_at: at.toISOString(),
  });
  const data = dataOf(after);
  const event = (type: MembershipEvent["type"], previous: JsonObject | null = null) => [
    { type, subjectId: userId ?? after.id, data, previous },
  ];
  if (!before?.active) return after.active ? event("organization_membership.created") : [];
  if (!after.active) return event("organization_membership.deleted");
  const isSameProfile = isSame(before.profile, after.profile);
  const former = formerValues(dataOf(before), data);
  if (Object.keys(former).length === 0 && isSameProfile) return [];
  return event(
    "organization_membership.updated",
    isSameProfile ? former : { ...former, profile: formerValues(before.profile, after.profile) },
  );
}

/** The groups that count: what the IdP wrote into the person, else those it pushed, by name. */
export const groupsThatCount = (
  sent: readonly PersonGroup[] | null | undefined,
  pushed: readonly { value: string; display: string }[] | undefined,
): PersonGroup[] =>
  sent && sent.length > 0
    ? [...sent]
    : sortedGroups((pushed ?? []).map(({ value, display }) => ({ id: value, name: display })));

/** What a log entry says of values that were not taken over, and of somebody who was kept. */
export function remarks({ write }: { write: MemberWrite }): string {
  const failures = write.problems
    .filter(({ code }) => code !== "missing")
    .map(({ field, message }) => ` Not mapped to ${field}: ${message}`);
  const kept =
    write.kept === "last_admin"
      ? " The membership and role stay: nobody else is an admin of the organization."
      : write.kept === "break_glass"
        ? " The membership and role stay: this person is protected (break glass)."
        : "";
  return `${failures.join("")}${kept}`;
}
