/** What the verbs of setup ask of the storage (implemented in lib/db/setup-store.ts). */
import type { MintedSecret } from "#lib/auth/bearer-secret.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { SetupLink, SetupState } from "#lib/contract/setup.ts";
import type { Findings, ReadEntry } from "#lib/setup/findings.ts";
import type { AuditWrite } from "../admin-context.ts";

/** What test runs have made in a directory. `since`: their log entries are not older. */
export interface TestTraces {
  readonly since: string;
  readonly seed: number;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly personActive: boolean;
  readonly groupId: string | null;
  readonly groupName: string | null;
}

export interface SetupRow {
  readonly step: string | null;
  readonly done: SetupState["done"];
  /** The last entry of the log that was read for good. */
  readonly readTo: string | null;
  readonly findings: Findings;
  readonly test: TestTraces | null;
}

/** What is in the directory beyond its counts. */
export interface SetupFacts {
  readonly memberships: number;
  /** Members who got their role from a group or a rule. */
  readonly ruledMembers: number;
  readonly waitingMembers: number;
}

/** Refused requests of a token that opens nothing here, like ones together. */
export interface StrangerRequest {
  readonly at: string;
  readonly count: number;
  readonly reason: "missing" | "malformed" | "unknown" | "elsewhere";
  readonly prefix: string | null;
  readonly method: string;
  readonly path: string;
  readonly connection: string | null;
  readonly userAgent: string | null;
  readonly ip: string | null;
  /** What makes it this directory's business. */
  readonly because: "address" | "token" | "sender" | "only-organization";
}

export interface SetupLinkWrite {
  readonly id: string;
  readonly directoryId: string;
  readonly name: string;
  readonly secret: MintedSecret;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A link as it is found by its secret. */
export type OpenedLink = SetupLink & { readonly organizationId: string };

export interface LinkOpening {
  readonly at: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface SetupStore {
  read(directoryId: string): Promise<SetupRow | undefined>;
  /** Entries of the log after `after`, oldest first; those of test runs are left out. */
  entriesAfter(directoryId: string, after: string | null, limit: number): Promise<ReadEntry[]>;
  /** Does nothing when somebody else has read on meanwhile. */
  saveFindings(directoryId: string, from: string | null, to: string | null, findings: Findings): Promise<void>;
  saveStep(directoryId: string, step: string): Promise<void>;
  saveDone(directoryId: string, step: string, done: { at: string; by: string } | null): Promise<void>;
  /** Forgets the steps and what was seen; `readTo` is where looking begins again. */
  startOver(directoryId: string, readTo: string, audit: AuditWrite): Promise<void>;
  changeProvider(
    directoryId: string,
    change: { provider: Provider; userIdAttribute: string },
    audit: AuditWrite,
  ): Promise<void>;
  /** @param testGroupId the group of a test run does not count */
  facts(directoryId: string, testGroupId: string | null): Promise<SetupFacts>;
  /** Refused strangers since then that concern this directory and nobody else. Newest first, at most 20. */
  strangers(directoryId: string, since: Date): Promise<StrangerRequest[]>;

  saveTest(directoryId: string, test: TestTraces | null, audit: AuditWrite): Promise<void>;
  noteAudit(audit: AuditWrite): Promise<void>;
  /** A token for one test run. It is in no list and goes with `removeTestTokens`. */
  insertTestToken(directoryId: string, token: { id: string; secret: MintedSecret; expiresAt: Date }): Promise<void>;
  removeTestTokens(directoryId: string): Promise<void>;
  /** The log's sentences about these requests, by request id. */
  sentences(directoryId: string, since: string, requestIds: readonly string[]): Promise<Map<string, string>>;
  /** Takes away what deletion over SCIM leaves behind: ended memberships, memories of the removed, entries of the log. */
  purgeTest(directoryId: string, since: string, userIds: readonly string[]): Promise<void>;

  insertLink(link: SetupLinkWrite, audit: AuditWrite): Promise<void>;
  /** Newest first, ended ones too. */
  links(directoryId: string): Promise<SetupLink[]>;
  findLink(hash: Buffer): Promise<OpenedLink | undefined>;
  /** Notes where it was opened from; the audit line is written for a new place or browser only. */
  noteOpening(link: OpenedLink, opening: LinkOpening, audit: AuditWrite): Promise<void>;
  /** @returns false when as many as allowed were issued through it */
  countToken(linkId: string, most: number): Promise<boolean>;
  /** @returns false when it was revoked before */
  revokeLink(linkId: string, at: Date, audit: AuditWrite): Promise<boolean>;
}
