/** What the verbs of mapping and roles ask of the storage (implemented in lib/db). */
import type { OrganizationRole, RolesState } from "#lib/contract/roles.ts";
import type { Configuration, CustomAttribute } from "#lib/mapping/configuration.ts";
import type { PersonGroup } from "#lib/mapping/source.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import type { AuditWrite } from "../admin-context.ts";
import type { Recompute } from "../context.ts";
import type { MappingInForce, MemberState, MemberWrite } from "../membership.ts";

/** A saved version. */
export interface SavedConfiguration {
  readonly version: number;
  readonly configuration: Configuration;
  readonly note: string | null;
  readonly authorName: string;
  readonly restoredFrom: number | null;
  readonly createdAt: Date;
}

export interface ConfigurationWrite {
  readonly directoryId: string;
  /** The version that must be in force now. */
  readonly after: number;
  readonly configuration: Configuration;
  readonly note: string | null;
  readonly author: string;
  readonly authorName: string;
  readonly restoredFrom: number | null;
  readonly createdAt: Date;
}

/** A person with everything that mapping looks at. */
export interface MappedPerson {
  readonly directoryId: string;
  readonly id: string;
  readonly userName: string;
  readonly stored: StoredResource;
  readonly sentGroups: readonly PersonGroup[] | null;
  /** By name. */
  readonly pushed: readonly { value: string; display: string }[];
  readonly member: MemberState | null;
  readonly updatedAt: Date;
}

export interface ProblemRow {
  readonly userId: string;
  readonly memberId: string;
  readonly name: string;
  readonly userName: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly source: string | null;
  readonly since: string;
}

export interface MappingStore {
  /** Undefined when there is no such directory. */
  inForce(directoryId: string): Promise<MappingInForce | undefined>;
  /** The newest first; `before` a version, of which only older ones are wanted. */
  versions(directoryId: string, page: { before: number | null; limit: number }): Promise<SavedConfiguration[]>;
  version(directoryId: string, version: number): Promise<SavedConfiguration | undefined>;
  /** @returns the new version's number; undefined when `after` is no longer in force */
  save(write: ConfigurationWrite, audit: AuditWrite): Promise<number | undefined>;
  countPeople(directoryId: string): Promise<number>;
  /** How many people another version made, counted as `Mapping.behind` says, and on how many data is wrong. */
  standing(directoryId: string, organizationId: string, version: number): Promise<{ behind: number; problems: number }>;
  person(directoryId: string, userId: string): Promise<MappedPerson | undefined>;
  /** Whom the provider wrote last. */
  lastPerson(directoryId: string): Promise<MappedPerson | undefined>;
  /** In the order of ids, behind `after`. */
  people(directoryId: string, page: { after: string | null; limit: number }): Promise<MappedPerson[]>;
  /** People spread evenly over the directory. */
  sample(directoryId: string, limit: number): Promise<MappedPerson[]>;
  problems(
    directoryId: string,
    organizationId: string,
    page: { field: string | null; cursor: string | null },
  ): Promise<{ data: ProblemRow[]; nextCursor: string | null }>;
  /** What is wrong with how many people, most of them first; at most 50 kinds. */
  problemKinds(
    directoryId: string,
    organizationId: string,
  ): Promise<{ field: string; code: string; source: string | null; people: number }[]>;
  /** Today's group behind each id or folded name. */
  groupsOf(
    directoryId: string,
    wanted: readonly { id: string | null; name: string }[],
  ): Promise<{ id: string; name: string; people: number }[]>;
  /** Members who were kept, are protected, or have a role by hand. */
  held(organizationId: string, directoryId: string): Promise<RolesState["held"]>;
  /** The log entry of a request about a person. */
  logEntryOf(
    directoryId: string,
    requestIds: readonly string[],
    userId: string,
  ): Promise<{ requestId: string; id: string }[]>;
}

export interface RoleWrite {
  readonly slug: string;
  readonly name: string;
  readonly rank: number;
  readonly permissions: readonly string[];
}

export interface BreakGlassRow {
  readonly memberId: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: string;
  readonly active: boolean;
}

export interface RoleStore {
  /** People whom no sync demotes or shuts out, by name. */
  breakGlass(organizationId: string): Promise<BreakGlassRow[]>;
  /** Built-in ones too, highest first. */
  definitions(organizationId: string): Promise<Omit<OrganizationRole, "memberCount">[]>;
  /** The same with the number of active members: for what shows it, because it counts all of them. */
  list(organizationId: string): Promise<OrganizationRole[]>;
  attributes(organizationId: string): Promise<CustomAttribute[]>;
  setAttributes(organizationId: string, attributes: readonly CustomAttribute[], audit: AuditWrite): Promise<void>;
  /** @returns false when the slug is taken */
  insert(organizationId: string, role: RoleWrite, at: Date, audit: AuditWrite): Promise<boolean>;
  /** @returns false when there is no such role */
  update(organizationId: string, role: RoleWrite, audit: AuditWrite): Promise<boolean>;
  /** Directories of the organization whose rules in force name the role. */
  directoriesNaming(organizationId: string, slug: string): Promise<string[]>;
  /** Everybody who holds it gets the replacement, with an event each. @returns false when there is no such role */
  remove(organizationId: string, slug: string, replacement: string, at: Date, audit: AuditWrite): Promise<boolean>;
}

/* Runs over everybody */

export interface RunCounts {
  readonly same: number;
  readonly changed: number;
  readonly errors: number;
  readonly fields: Record<string, number>;
  readonly rolesGained: Record<string, number>;
  readonly rolesLost: Record<string, number>;
  readonly adminsLost: number;
  readonly activated: number;
  readonly deactivated: number;
}

export interface StoredRun {
  readonly id: string;
  readonly directoryId: string;
  readonly organizationId: string;
  readonly kind: "apply" | "dry_run";
  readonly state: "queued" | "running" | "paused" | "done" | "cancelled" | "failed";
  readonly version: number;
  readonly draft: Configuration | null;
  readonly total: number;
  readonly done: number;
  readonly counts: Partial<RunCounts>;
  readonly lastUserId: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly failure: string | null;
}

export interface RunChangeWrite {
  readonly userId: string;
  readonly name: string;
  readonly userName: string;
  readonly email: string | null;
  readonly tags: readonly string[];
  readonly detail: {
    readonly changes: readonly { field: string; before: unknown; after: unknown }[];
    readonly rolesGained: readonly string[];
    readonly rolesLost: readonly string[];
    readonly adminLost: boolean;
    readonly errors: readonly { field: string; message: string }[];
  };
}

/** What a batch did; undefined ends the run. */
export interface BatchResult {
  readonly counts: Partial<RunCounts>;
  readonly changes?: readonly RunChangeWrite[];
}

export interface RunStore {
  /** Ends other runs of the kind in this directory that are not done: the newer one stands for them. */
  insert(
    run: Pick<StoredRun, "id" | "directoryId" | "kind" | "version" | "draft" | "createdBy" | "createdAt">,
    organizationId: string,
  ): Promise<StoredRun>;
  find(directoryId: string, id: string): Promise<StoredRun | undefined>;
  newest(directoryId: string, kind: StoredRun["kind"] | null, limit: number): Promise<StoredRun[]>;
  /** @returns undefined when the run is in none of the states `from` */
  setState(
    directoryId: string,
    id: string,
    from: readonly StoredRun["state"][],
    to: StoredRun["state"],
    at: Date,
  ): Promise<StoredRun | undefined>;
  changes(
    directoryId: string,
    id: string,
    query: { tags: readonly string[]; q: string | null; cursor: string | null; limit: number },
  ): Promise<{ data: RunChangeWrite[]; nextCursor: string | null; totalCount: number }>;
  /** Takes a run that nobody works on, for `leaseMs` at a time. */
  claim(owner: string, at: Date, leaseMs: number): Promise<StoredRun | undefined>;
  /**
   * The next people of a dry run with what `work` makes of them, written in one transaction with the progress.
   * @returns how many there were; undefined when the run is no longer this owner's
   */
  dryRunBatch(
    run: StoredRun,
    owner: string,
    at: Date,
    limit: number,
    work: (people: readonly MappedPerson[], counts: Partial<RunCounts>) => BatchResult,
  ): Promise<number | undefined>;
  /** The next people whose profile an older version made, likewise. @returns as dryRunBatch, and how many were left out because somebody else changes them */
  applyBatch(
    run: StoredRun,
    owner: string,
    at: Date,
    limit: number,
    recompute: Recompute,
    count: (remade: readonly Remade[], counts: Partial<RunCounts>) => Partial<RunCounts>,
  ): Promise<{ done: number; skipped: number } | undefined>;
  finish(
    run: Pick<StoredRun, "directoryId" | "id">,
    owner: string,
    state: "done" | "failed" | "cancelled",
    at: Date,
    failure: string | null,
  ): Promise<void>;
}

/** A person made anew: before, and as written. */
export interface Remade {
  readonly before: MemberState;
  readonly after: MemberWrite;
}
