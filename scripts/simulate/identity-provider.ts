import { entraApp } from "#lib/simulate/entra.ts";
import { oktaSamlApp, oktaTemplateApp } from "#lib/simulate/okta.ts";
import { makeGroups, makePeople } from "#lib/simulate/people.ts";
import type { Account, Provider, PushedGroup, WireForm } from "#lib/simulate/wire.ts";
import { isLinked, isLinkedGroup } from "#lib/simulate/wire.ts";
import { type Lacking, withoutAttributes } from "#lib/simulate/without.ts";
import { causeChaos } from "./chaos.ts";
import { isList } from "./expectations.ts";
import * as groupSteps from "./group-steps.ts";
import type { Exchange, PhaseName, PhaseReport, SimulationReport } from "./report.ts";
import { recorder } from "./report.ts";
import { scimClient } from "./scim-client.ts";
import type { Progress } from "./session.ts";
import { openSession } from "./session.ts";
import * as userSteps from "./user-steps.ts";

export const ENTRA_FLAG = "aadOptscim062020";

export interface SimulationOptions {
  /** SCIM base URL, with or without trailing slash; for Entra it may carry the flag. */
  readonly base: string;
  readonly token: string;
  readonly users?: number;
  readonly groups?: number;
  /** The same seed makes the same people. */
  readonly seed?: number;
  readonly domain?: string;
  /** Attributes that nobody's profile has at the provider. */
  readonly without?: readonly Lacking[];
  /** Requests under way at a time. */
  readonly concurrency?: number;
  readonly onPhase?: (phase: PhaseName) => void;
  readonly onRequest?: (exchange: Exchange) => void;
  readonly onProgress?: (progress: Progress) => void;
  /** Waiting for the end of a throttle; real time unless replaced. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** A provider that can be told, step by step, to do its work against one SCIM base URL. */
export interface IdentityProvider {
  /** The provider after looking at the base URL: Entra with the flag in it speaks the other dialect. */
  readonly provider: Provider;
  /** Everybody in the provider's directory and what it knows of their accounts. */
  readonly people: readonly Account[];
  readonly groups: readonly PushedGroup[];
  testConnection(): Promise<PhaseReport>;
  matchUsers(): Promise<PhaseReport>;
  createUsers(): Promise<PhaseReport>;
  /** Match, then create or adopt. */
  provisionUsers(): Promise<PhaseReport[]>;
  createAgain(): Promise<PhaseReport>;
  updateProfiles(): Promise<PhaseReport>;
  pushGroups(): Promise<PhaseReport>;
  renameGroup(): Promise<PhaseReport>;
  moveMembers(): Promise<PhaseReport>;
  /** Without a number: every fifth person, at least one. */
  deactivate(count?: number): Promise<PhaseReport>;
  /** Without a number: half of those who were switched off, at least one. */
  reactivate(count?: number): Promise<PhaseReport>;
  /** Changes of everything in no order, doubled and cut off, until everything is compared at the end. */
  causeChaos(): Promise<PhaseReport>;
  /** Entra deletes a person, Okta a group. */
  deleteOne(): Promise<PhaseReport>;
  report(): SimulationReport;
}

/** Makes the provider with its people and groups; nothing is sent before a step is called. */
export function identityProvider(provider: Provider, options: SimulationOptions): IdentityProvider {
  const { users = 25, groups: groupCount = 3, seed = 1, domain = "example.test" } = options;
  const base = tenantUrl(provider, options.base);
  const form = wireForm(provider, base, seed);
  const people = makeAccounts(users, seed, domain);
  const groups = makePushedGroups(groupCount, people, seed);
  const record = recorder();
  const transmit = scimClient({ base, token: options.token, headers: form.headers, wait: options.wait });
  const session = openSession({
    form,
    accounts: people,
    groups,
    concurrency: options.concurrency ?? 4,
    transmit: (request, cutOffMs) => transmit(withoutAttributes(request, options.without ?? []), cutOffMs),
    record,
    onPhase: options.onPhase,
    onRequest: options.onRequest,
    onProgress: options.onProgress,
  });
  const { phase } = session;
  const matchUsers = () => phase("match", () => userSteps.matchUsers(session));
  const createUsers = () => phase("create", () => userSteps.createUsers(session));
  const switchedOff = Math.max(1, Math.round(users / 5));
  return {
    provider: form.provider,
    people,
    groups,
    testConnection: () =>
      phase("test", async () => {
        await session.send(form.testCall(), { body: isList({ most: form.deletesUsers ? 0 : 2 }) });
      }),
    matchUsers,
    createUsers,
    provisionUsers: async () => [await matchUsers(), await createUsers()],
    createAgain: () => phase("duplicate", () => userSteps.createAgain(session)),
    updateProfiles: () => phase("profile", () => userSteps.updateProfiles(session)),
    pushGroups: () => phase("groups", () => groupSteps.pushGroups(session)),
    renameGroup: () => phase("rename", () => groupSteps.renameGroup(session)),
    moveMembers: () => phase("members", () => groupSteps.moveMembers(session)),
    deactivate: (count = switchedOff) => phase("deactivate", () => userSteps.deactivate(session, count)),
    reactivate: (count = Math.max(1, Math.floor(switchedOff / 2))) =>
      phase("reactivate", () => userSteps.reactivate(session, count)),
    causeChaos: () => phase("chaos", () => causeChaos(session, seed)),
    deleteOne: () => phase("delete", () => groupSteps.deleteOne(session)),
    report: () => makeReport(form.provider, record, people, groups),
  };
}

function makeAccounts(count: number, seed: number, domain: string): Account[] {
  return makePeople({ count, seed, domain }).map((person) => ({
    person,
    profile: person.hiredAs,
    state: "unknown",
    id: undefined,
    active: false,
  }));
}

function makePushedGroups(count: number, people: readonly Account[], seed: number): PushedGroup[] {
  return makeGroups({ count, people: people.length, seed }).map((plan) => ({
    plan,
    name: plan.name,
    id: undefined,
    members: plan.members.map((index) => people[index]).filter((account) => account !== undefined),
  }));
}

/** Entra with the flag needs it in the address; the others lose nothing and keep theirs. */
function tenantUrl(provider: Provider, base: string): string {
  if (provider !== "entra-flag" || base.includes(ENTRA_FLAG)) return base;
  return `${base}${base.includes("?") ? "&" : "?"}${ENTRA_FLAG}`;
}

function wireForm(provider: Provider, base: string, seed: number): WireForm {
  if (provider === "okta") return oktaSamlApp;
  if (provider === "okta-template") return oktaTemplateApp;
  return entraApp({ flag: base.includes(ENTRA_FLAG), seed });
}

function makeReport(
  provider: Provider,
  record: ReturnType<typeof recorder>,
  people: readonly Account[],
  groups: readonly PushedGroup[],
): SimulationReport {
  const phases = record.phases();
  const sum = (of: (phase: PhaseReport) => number) => phases.reduce((total, phase) => total + of(phase), 0);
  const linked = people.filter(isLinked);
  return {
    provider,
    requests: sum(({ requests }) => requests),
    throttled: sum(({ throttled }) => throttled),
    ms: sum(({ ms }) => ms),
    people: { linked: linked.length, active: linked.filter(({ active }) => active).length },
    groups: groups.filter(isLinkedGroup).length,
    kinds: record.kinds(),
    phases,
    unexpected: phases.flatMap(({ unexpected }) => unexpected),
  };
}
