/** Setting a directory up: progress, what has been seen of the IdP, test runs and setup links. */
import * as z from "zod/mini";
import { name, time } from "./common.ts";
import { DirectoryState } from "./directory.ts";
import { Provider } from "./provider.ts";
import { Scopes, TokenLifetime } from "./scopes.ts";

/** What real requests of the IdP tick off, in the order in which they usually come. */
export const SIGNALS = [
  "call",
  "user_found",
  "user_created",
  "user_updated",
  "user_deactivated",
  "group_pushed",
  "group_changed",
] as const;
export const Signal = z.enum(SIGNALS);
export type Signal = z.infer<typeof Signal>;

/** The first request of a kind. */
export const Seen = z.object({
  at: time,
  /** As the log says it. */
  sentence: z.string(),
  method: z.string(),
  path: z.string(),
  tokenPrefix: z.nullable(z.string()),
});
export type Seen = z.infer<typeof Seen>;

/** Something that went wrong instead, with where to mend it. `code` is one of lib/causes. */
export const SetupProblem = z.object({
  code: z.string(),
  at: time,
  count: z.number(),
  title: z.string(),
  /** What was seen: "A call with a token that is not known here, scim_9ZZ…, from 203.0.113.7." */
  seen: z.string(),
  why: z.string(),
  fix: z.string(),
  /** The menu path in the IdP; null: nothing to do there. */
  menu: z.nullable(z.array(z.string())),
  /** A page of the directory; null: nothing to do here. */
  page: z.nullable(z.string()),
  severity: z.enum(["refused", "incomplete", "notice", "ours"]),
});
export type SetupProblem = z.infer<typeof SetupProblem>;

/** One request of a test run and what came of it. */
export const TestExchange = z.object({
  what: z.string(),
  method: z.string(),
  path: z.string(),
  query: z.nullable(z.string()),
  /** Null: none was sent. Without the password. */
  body: z.unknown(),
  status: z.number(),
  answer: z.unknown(),
  ms: z.number(),
  /** The log's sentence about it; null: it is not in the log. */
  sentence: z.nullable(z.string()),
});
export type TestExchange = z.infer<typeof TestExchange>;

export const SCENARIOS = ["joiner", "mover", "leaver", "group"] as const;
export const Scenario = z.enum(SCENARIOS);
export type Scenario = z.infer<typeof Scenario>;
export const RunTest = z.object({ scenario: Scenario });
export const TestRun = z.object({ scenario: Scenario, exchanges: z.array(TestExchange) });
export type TestRun = z.infer<typeof TestRun>;

/** One of the about twenty calls of a self-test. */
export const SelfTestCheck = z.object({
  name: z.string(),
  request: z.string(),
  status: z.number(),
  ms: z.number(),
  /** Null: as it should be. */
  problem: z.nullable(z.string()),
});
export type SelfTestCheck = z.infer<typeof SelfTestCheck>;
export const SelfTest = z.object({ checks: z.array(SelfTestCheck), passed: z.boolean(), ms: z.number() });
export type SelfTest = z.infer<typeof SelfTest>;

/** The setup of one directory as it stands. */
export const SetupState = z.object({
  directory: z.object({
    id: z.string(),
    name: z.string(),
    organizationName: z.string(),
    provider: Provider,
    state: DirectoryState,
    endpointUrl: z.string(),
    connectionUrl: z.string(),
    users: z.number(),
    groups: z.number(),
  }),
  /** The step last looked at. */
  step: z.nullable(z.string()),
  /** Steps that people ticked themselves. */
  done: z.record(z.string(), z.object({ at: time, by: z.string() })),
  /** By signal. */
  signals: z.record(z.string(), Seen),
  problems: z.array(SetupProblem),
  /** Tokens that work, newest first. */
  tokens: z.array(
    z.object({
      name: z.string(),
      prefix: z.string(),
      lastFour: z.string(),
      lastUsedAt: z.nullable(time),
      expiresAt: z.nullable(time),
    }),
  ),
  /** Whether people or groups of test runs are still there. */
  test: z.object({ person: z.nullable(z.string()), personActive: z.boolean(), group: z.nullable(z.string()) }),
});
export type SetupState = z.infer<typeof SetupState>;

const StepName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, "Names of steps are short words."));

/** What is absent stays. `done` ticks (true) or unticks (false) a step; `startOver` forgets steps and what was seen. */
export const UpdateSetup = z.object({
  step: z.optional(StepName),
  done: z.optional(z.object({ step: StepName, is: z.boolean() })),
  provider: z.optional(Provider),
  startOver: z.optional(z.boolean()),
});
export type UpdateSetup = z.infer<typeof UpdateSetup>;

/* Setup links */

export const LINK_DAYS = { min: 1, max: 14 } as const;

export const SetupLink = z.object({
  id: z.string(),
  directoryId: z.string(),
  /** For whom it was made. */
  name: z.string(),
  /** The first characters of its secret. */
  prefix: z.string(),
  createdAt: time,
  createdBy: z.string(),
  expiresAt: time,
  revokedAt: z.nullable(time),
  /** From where it was opened, latest first, at most twenty. */
  openings: z.array(z.object({ at: time, ip: z.nullable(z.string()), userAgent: z.nullable(z.string()) })),
  /** Tokens issued through it. */
  tokens: z.number(),
});
export type SetupLink = z.infer<typeof SetupLink>;
export const SetupLinkList = z.object({ data: z.array(SetupLink) });
export const CreateSetupLink = z.object({
  name,
  days: z
    .int("A link is good for whole days.")
    .check(
      z.minimum(LINK_DAYS.min, "A link is good for at least one day."),
      z.maximum(LINK_DAYS.max, "A link is good for at most 14 days."),
    ),
});
export type CreateSetupLink = z.infer<typeof CreateSetupLink>;
/** The only answer that ever holds the address with its secret. */
export const CreatedSetupLink = z.extend(SetupLink, { url: z.string() });
export type CreatedSetupLink = z.infer<typeof CreatedSetupLink>;

/** A token made within the guide: the name may be changed, scopes and lifetime are the guide's. */
export const IssueSetupToken = z.object({
  name,
  scopes: z.optional(Scopes),
  lifetimeSeconds: z.optional(TokenLifetime),
});
export type IssueSetupToken = z.infer<typeof IssueSetupToken>;

/** What the holder of a setup link sees besides the state: until when it is good. */
export const LinkVisit = z.object({ expiresAt: time, state: SetupState });
export type LinkVisit = z.infer<typeof LinkVisit>;
