/** The composition root: opens what a process needs once and puts storage and verbs together. */
import { pino } from "pino";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { type BearerSecrets, bearerSecrets } from "#lib/auth/bearer-secret.ts";
import { encryptedTexts } from "#lib/auth/encrypted-text.ts";
import { type SealedTexts, sealedTexts } from "#lib/auth/sealed-text.ts";
import { type Vault, vault } from "#lib/auth/vault.ts";
import { type AccountStore, accountStore } from "#lib/db/account-store.ts";
import { activityLog, type BufferedActivityLog } from "#lib/db/activity-log.ts";
import { adminStores } from "#lib/db/admin-stores.ts";
import { type CredentialStore, credentialStore } from "#lib/db/credential-store.ts";
import type { Database } from "#lib/db/database.ts";
import { noticeStore } from "#lib/db/decision-store.ts";
import { groupStore } from "#lib/db/group-store.ts";
import { idempotencyStore } from "#lib/db/idempotency-store.ts";
import { countAllMinutes } from "#lib/db/log-minutes.ts";
import { type MeasureStore, measureStore } from "#lib/db/measure-store.ts";
import { grantStore } from "#lib/db/oauth-store.ts";
import { openConfiguredDatabase } from "#lib/db/open.ts";
import { retentionStore } from "#lib/db/retention-store.ts";
import { type StrangerLog, strangerLog } from "#lib/db/stranger-log.ts";
import { userStore } from "#lib/db/user-store.ts";
import { dispatchStore } from "#lib/db/webhook-dispatch-store.ts";
import type { AdminStores, Outside } from "#lib/directory/admin-context.ts";
import type { NoticeStore } from "#lib/directory/administration-context.ts";
import type { GroupStore, UserStore } from "#lib/directory/context.ts";
import type { LogCounts } from "#lib/directory/health-context.ts";
import type { IdempotencyStore } from "#lib/directory/idempotency.ts";
import type { MappingStore, RunStore } from "#lib/directory/mapping/store.ts";
import type { GrantStore } from "#lib/directory/oauth-grant.ts";
import type { RetentionStore } from "#lib/directory/retention.ts";
import type { Dispatcher, DispatchStore } from "#lib/directory/webhook-dispatch.ts";
import { type Env, ensureAuthSecret, readEnv } from "#lib/env.ts";
import { type ApiLimit, apiLimit } from "./api/api-limit.ts";
import { KnownTokens } from "./known-tokens.ts";
import { idMaker } from "./new-id.ts";
import { outsideOf } from "./outside.ts";
import { type ScimLimits, scimLimits } from "./scim-limits.ts";

export interface Services {
  readonly env: Env;
  /** Whether this process has been told to end: it still serves, but nobody new should be sent here. */
  readonly life: { stopping: boolean };
  readonly authSecret: string;
  readonly log: pino.Logger;
  readonly database: Database;
  readonly secrets: BearerSecrets;
  readonly sealed: SealedTexts;
  readonly vault: Vault;
  readonly webhooks: DispatchStore;
  readonly credentials: CredentialStore;
  readonly accounts: AccountStore;
  readonly admin: AdminStores;
  readonly grants: GrantStore;
  readonly mapping: MappingStore;
  readonly runs: RunStore;
  readonly users: UserStore;
  readonly groups: GroupStore;
  readonly activity: BufferedActivityLog;
  /** Refused requests whose token opens nothing. */
  readonly strangers: StrangerLog;
  readonly retention: RetentionStore;
  readonly measures: MeasureStore;
  /** Answers to changes that programs may repeat. */
  readonly idempotency: IdempotencyStore;
  readonly notices: NoticeStore;
  readonly outside: Outside;
  readonly logCounts: LogCounts;
  /** Tokens that were good a moment ago, by hash. Emptied by every change of a credential, in whichever process. */
  readonly knownTokens: KnownTokens;
  readonly scimLimits: ScimLimits;
  /** The limit on calls per management key. Undefined: there is none. */
  readonly apiLimit: ApiLimit | undefined;
  /** Attempts to sign in, per e-mail address and per network address. */
  readonly signInLimit: RateLimiterMemory;
  /** Visits with a setup link that is not good, per network address; and all those with a good one, per link. */
  readonly linkLimit: { readonly strangers: RateLimiterMemory; readonly visits: RateLimiterMemory };
  /** Requests for access tokens, per client and network address, and per network address alone. */
  readonly grantLimit: RateLimiterMemory;
  readonly now: () => Date;
  readonly newId: () => string;
}

const SIGN_IN_ATTEMPTS = { points: 10, duration: 60 };
const LINK_ATTEMPTS = { points: 20, duration: 60 };
/** An open page asks once a second, and may be open twice. */
const LINK_VISITS = { points: 300, duration: 60 };
const GRANT_ATTEMPTS = { points: 200, duration: 60 };

/** What changes a credential or its directory must count for the very next request, so it empties the cache of tokens. */
function forgetting(stores: AdminStores, forget: () => Promise<void>): AdminStores {
  const after =
    <Arguments extends unknown[], Result>(act: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments) => {
      try {
        return await act(...given);
      } finally {
        await forget();
      }
    };
  return {
    ...stores,
    // What cannot be undone half-way is forgotten once, after its end.
    atOnce: async (work) => {
      try {
        return await stores.atOnce(work);
      } finally {
        await forget();
      }
    },
    directories: {
      ...stores.directories,
      update: after(stores.directories.update),
      remove: after(stores.directories.remove),
      declareSchemas: after(stores.directories.declareSchemas),
    },
    health: { ...stores.health, switchOff: after(stores.health.switchOff) },
    tokens: { ...stores.tokens, revoke: after(stores.tokens.revoke), rotate: after(stores.tokens.rotate) },
    settings: { ...stores.settings, write: after(stores.settings.write) },
    mapping: { ...stores.mapping, save: after(stores.mapping.save) },
    roles: {
      ...stores.roles,
      setAttributes: after(stores.roles.setAttributes),
      insert: after(stores.roles.insert),
      update: after(stores.roles.update),
      remove: after(stores.roles.remove),
    },
    setup: { ...stores.setup, changeProvider: after(stores.setup.changeProvider) },
    oauthClients: { ...stores.oauthClients, revoke: after(stores.oauthClients.revoke) },
  };
}

/** The dispatcher of this process, if it has one: server.ts and Next's bundle share it. */
export const sharedDispatcher = globalThis as typeof globalThis & { rollcallDispatcher?: Dispatcher | undefined };

/** Lets the dispatcher know of what `acts` write as soon as it is written; other processes notice within a second. */
function waking<Store extends object>(store: Store, acts: readonly (keyof Store)[]): Store {
  const waked = { ...store };
  for (const name of acts) {
    const act = store[name] as (...given: unknown[]) => Promise<unknown>;
    waked[name] = (async (...given: unknown[]) => {
      const result = await act(...given);
      sharedDispatcher.rollcallDispatcher?.wake();
      return result;
    }) as Store[keyof Store];
  }
  return waked;
}

/** Empties the cache of this process and lets the others know. A failure to do so is no failure of the act itself. */
const forgetEverywhere = (knownTokens: KnownTokens, database: Database, log: pino.Logger) => async () => {
  knownTokens.clear();
  await database.messages.announce("credentials").catch((error) => {
    log.warn({ err: error }, "other processes were not told of a changed credential; they notice within 5 s");
  });
};

/** Puts the services together on an open database. */
export function composeServices(env: Env, authSecret: string, database: Database): Services {
  const { prisma, sql } = database;
  const log = pino({
    level: env.LOG_LEVEL,
    base: undefined,
    redact: ["authorization", "*.authorization", "token", "*.token", "password", "*.password"],
  });
  const newId = idMaker();
  const knownTokens = new KnownTokens();
  const limits = scimLimits(env.SCIM_RATE_LIMIT, newId(), (text) => database.messages.announce("usage", text));
  const forget = () => knownTokens.clear();
  database.messages.hear(log, [
    { channel: "credentials", heard: forget, startedListening: forget },
    { channel: "usage", heard: limits.heard },
  ]);
  const activity = activityLog(sql, (entries, cause) => log.error({ entries, err: cause }, "log entries were lost"));
  const plain = adminStores(database);
  const stores: AdminStores = {
    ...waking(plain, ["atOnce"]),
    directories: waking(plain.directories, ["insert", "remove"]),
    tokens: waking(plain.tokens, ["insert", "revoke", "rotate"]),
    health: waking(plain.health, ["switchOff"]),
    webhooks: waking(plain.webhooks, ["update", "insertTest"]),
    deliveries: waking(plain.deliveries, ["resend", "replay"]),
    erasures: {
      ...plain.erasures,
      // What was noted of a person a moment ago has to be in the log to be erased from it.
      erase: async (...given) => {
        await activity.settled();
        return plain.erasures.erase(...given);
      },
    },
  };
  return {
    env,
    life: { stopping: false },
    authSecret,
    log,
    database,
    secrets: bearerSecrets(authSecret),
    sealed: sealedTexts(authSecret),
    vault: vault(authSecret),
    webhooks: dispatchStore(sql, stores.events.number),
    credentials: credentialStore(sql),
    accounts: accountStore(prisma),
    admin: forgetting(stores, forgetEverywhere(knownTokens, database, log)),
    grants: grantStore(sql),
    mapping: stores.mapping,
    runs: stores.runs,
    strangers: strangerLog(sql, (cause) => log.warn({ err: cause }, "refused strangers were not noted")),
    users: waking(userStore(sql), ["insert", "update", "remove"]),
    groups: waking(groupStore(sql), ["insert", "update", "remove"]),
    activity,
    retention: retentionStore(prisma),
    measures: measureStore(sql),
    idempotency: idempotencyStore(sql, encryptedTexts(authSecret, "kept answers")),
    notices: noticeStore(prisma, sql),
    outside: outsideOf(env),
    logCounts: { countAll: (at) => countAllMinutes(sql, at) },
    knownTokens,
    scimLimits: limits,
    apiLimit: apiLimit(env.API_RATE_LIMIT),
    signInLimit: new RateLimiterMemory(SIGN_IN_ATTEMPTS),
    linkLimit: {
      strangers: new RateLimiterMemory(LINK_ATTEMPTS),
      visits: new RateLimiterMemory(LINK_VISITS),
    },
    grantLimit: new RateLimiterMemory(GRANT_ATTEMPTS),
    now: () => new Date(),
    newId,
  };
}

/** Next's bundle and Node each have their own copy of this module; what they share is on `globalThis`. */
const shared = globalThis as typeof globalThis & { rollcallServices?: Promise<Services> | undefined };

/** Makes `given` the services of this process. For server.ts, which opens and migrates the database first. */
export function provideServices(given: Services): void {
  shared.rollcallServices = Promise.resolve(given);
}

/** Whether there are services already: inside server.ts there are, before Next is even loaded. */
export const areServicesProvided = () => shared.rollcallServices !== undefined;

async function openServices(): Promise<Services> {
  const env = readEnv();
  return composeServices(env, ensureAuthSecret(env), await openConfiguredDatabase(env));
}

/** The services of this process, opened on first use (`next dev` and plain Next have no server.ts that would). */
export function services(): Promise<Services> {
  shared.rollcallServices ??= openServices().catch((error) => {
    shared.rollcallServices = undefined;
    throw error;
  });
  return shared.rollcallServices;
}
