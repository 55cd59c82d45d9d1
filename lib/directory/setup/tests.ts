import type { Provider } from "#lib/contract/provider.ts";
import type { Scenario, SelfTest, SelfTestCheck, TestExchange, TestRun } from "#lib/contract/setup.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { IDP_NAMES, SENDS_NO_GROUPS } from "#lib/setup/values.ts";
import { wordingOf } from "#lib/simulate/providers.ts";
import {
  groupPush,
  joiner,
  leaver,
  mover,
  type ScenarioAnswer,
  type Script,
  testGroup,
  testPerson,
  withoutPassword,
} from "#lib/simulate/scenarios.ts";
import { SELF_TEST, type SelfTestState } from "#lib/simulate/self-test.ts";
import type { WireRequest, Wording } from "#lib/simulate/wire.ts";
import type { AdminContext, DirectoryPlace } from "../admin-context.ts";
import { audit } from "../audit.ts";
import { requireDirectory } from "../directories.ts";
import { DirectoryError } from "../error.ts";
import { TEST_TOKEN_PREFIX } from "../idp/test-run.ts";
import { firstIdAt } from "./progress.ts";
import type { TestTraces } from "./store.ts";

const MANAGE = "org:sys_provisioning:manage";
const TOKEN_LIFE_MS = 10 * 60_000;
const SEEDS = 36 ** 6;

export interface DoorAnswer extends ScenarioAnswer {
  readonly requestId: string;
}

/** The real SCIM door, as an IdP that holds a token sees it. */
export interface TestLine {
  send(
    token: string,
    request: Pick<WireRequest, "method" | "path" | "query" | "body">,
    headers: Record<string, string>,
  ): Promise<DoorAnswer>;
  /** Everything that was sent is in the log. */
  settle(): Promise<void>;
}

/** Gives `work` a token that opens this directory for as long as it runs. */
async function withTestToken<Result>(ctx: AdminContext, directoryId: string, work: (token: string) => Promise<Result>) {
  const { setup } = ctx.stores;
  // What a process that was killed has left behind.
  await setup.removeTestTokens(directoryId);
  const secret = ctx.secrets.mint("scim");
  const id = `${TEST_TOKEN_PREFIX}${ctx.newId().replaceAll("-", "")}`;
  await setup.insertTestToken(directoryId, { id, secret, expiresAt: new Date(ctx.now().getTime() + TOKEN_LIFE_MS) });
  try {
    return await work(secret.plaintext);
  } finally {
    await setup.removeTestTokens(directoryId);
  }
}

/** From the random part of a new id. */
const newSeed = (ctx: AdminContext) => Number.parseInt(ctx.newId().replaceAll("-", "").slice(-11), 16) % SEEDS;

/**
 * Sends what this directory's provider sends when somebody joins, moves or leaves or a group is pushed, through the real
 * SCIM door, and answers with each request and what came of it. Mover, leaver and group take the joiner along if there is
 * none yet. Everything is marked as a test and goes with `removeTest`.
 */
export async function runTest(
  ctx: AdminContext,
  directoryId: string,
  scenario: Scenario,
  line: TestLine,
): Promise<TestRun> {
  const { record } = await requireDirectory(ctx, directoryId, MANAGE);
  const { provider } = record;
  if (scenario === "group" && SENDS_NO_GROUPS.has(provider)) {
    throw new DirectoryError("invalid", `${IDP_NAMES[provider]} sends no groups, so there is nothing to simulate.`);
  }
  const row = await ctx.stores.setup.read(directoryId);
  const before: TestTraces = row?.test ?? {
    since: firstIdAt(ctx.now()),
    seed: newSeed(ctx),
    userId: null,
    userName: null,
    personActive: false,
    groupId: null,
    groupName: null,
  };
  const { exchanges, after } = await withTestToken(ctx, directoryId, (token) =>
    play(provider, scenario, before, { line, token }),
  );
  await ctx.stores.setup.saveTest(
    directoryId,
    after,
    audit(ctx, record.organizationId, "setup.test_run", record, { scenario, requests: exchanges.length }),
  );
  await line.settle();
  const ids = exchanges.map(({ requestId }) => requestId);
  const sentences = await ctx.stores.setup.sentences(directoryId, before.since, ids);
  const said = exchanges.map(({ requestId, ...exchange }) => ({
    ...exchange,
    sentence: sentences.get(requestId) ?? null,
  }));
  return { scenario, exchanges: said };
}

interface Connection {
  readonly line: TestLine;
  readonly token: string;
}
type Sent = Omit<TestExchange, "sentence"> & { readonly requestId: string };

async function play(provider: Provider, scenario: Scenario, before: TestTraces, connection: Connection) {
  const form = wordingOf(provider, before.seed);
  const account = testPerson(before.seed, before.userId ?? undefined, before.personActive);
  const group = testGroup(before.seed, before.groupId ?? undefined, [account]);
  const exchanges: Sent[] = [];
  const act = (script: Script) => follow(script, form, connection, exchanges);
  if (scenario === "joiner" || !account.id) await act(joiner(form, account));
  if (scenario === "mover") await act(mover(form, account));
  if (scenario === "leaver") await act(leaver(form, account));
  if (scenario === "group") await act(groupPush(form, group));
  const after: TestTraces = {
    ...before,
    userId: account.id ?? null,
    userName: account.id ? account.person.hiredAs.displayName : null,
    personActive: account.active,
    groupId: group.id ?? null,
    groupName: group.id ? group.name : null,
  };
  return { exchanges, after };
}

async function follow(script: Script, form: Wording, { line, token }: Connection, exchanges: Sent[]): Promise<void> {
  let step = script.next();
  while (!step.done) {
    const request = step.value;
    const began = performance.now();
    const { requestId, ...answer } = await line.send(token, request, form.headers());
    exchanges.push({
      what: request.what,
      method: request.method,
      path: request.path,
      query: request.query ?? null,
      body: withoutPassword(request.body),
      status: answer.status,
      answer: answer.body ?? null,
      ms: Math.round(performance.now() - began),
      requestId,
    });
    step = script.next(answer);
  }
}

/** Deletes what test runs have made, over SCIM so that the application hears of it, and then every trace of it. */
export async function removeTest(ctx: AdminContext, directoryId: string, line: TestLine): Promise<void> {
  const { record } = await requireDirectory(ctx, directoryId, MANAGE);
  const test = (await ctx.stores.setup.read(directoryId))?.test;
  if (!test) return;
  const paths = [test.groupId && `/Groups/${test.groupId}`, test.userId && `/Users/${test.userId}`];
  await withTestToken(ctx, directoryId, async (token) => {
    for (const path of paths) if (path) await deleted(line, token, path);
  });
  await line.settle();
  await ctx.stores.setup.purgeTest(directoryId, test.since, test.userId ? [test.userId] : []);
  await ctx.stores.setup.saveTest(directoryId, null, audit(ctx, record.organizationId, "setup.test_removed", record));
}

/** @throws DirectoryError when the door does not let it go, e.g. while the directory is paused */
async function deleted(line: TestLine, token: string, path: string): Promise<void> {
  const { status, body } = await line.send(token, { method: "DELETE", path }, {});
  if (status === 204 || status === 404) return;
  throw new DirectoryError(
    "conflict",
    `The test could not be removed: ${String(body?.detail ?? `answered ${status}`)}`,
  );
}

/** Runs about twenty calls on throw-away resources through the real door. What it made is gone afterwards, also when it failed. */
export async function runSelfTest(ctx: AdminContext, directoryId: string, line: TestLine): Promise<SelfTest> {
  const { record } = await requireDirectory(ctx, directoryId, MANAGE);
  const since = firstIdAt(ctx.now());
  const began = performance.now();
  const state: SelfTestState = { tag: newSeed(ctx).toString(36), userId: "", groupId: "" };
  const checks = await withTestToken(ctx, directoryId, (token) => check(state, line, token));
  await line.settle();
  await ctx.stores.setup.purgeTest(directoryId, since, state.userId ? [state.userId] : []);
  const passed = checks.every(({ problem }) => problem === null);
  await ctx.stores.setup.noteAudit(selfTestLine(ctx, record, checks));
  return { checks, passed, ms: Math.round(performance.now() - began) };
}

const selfTestLine = (ctx: AdminContext, record: DirectoryPlace, checks: readonly SelfTestCheck[]) =>
  audit(ctx, record.organizationId, "setup.self_test", record, {
    checks: checks.length,
    failed: checks.filter(({ problem }) => problem !== null).length,
  });

async function check(state: SelfTestState, line: TestLine, token: string): Promise<SelfTestCheck[]> {
  const checks: SelfTestCheck[] = [];
  for (const { name, call, judge } of SELF_TEST) {
    const request = call(state);
    const began = performance.now();
    const answer = await line.send(token, request, {});
    checks.push({
      name,
      request: `${request.method} ${request.path}${request.query ? `?${request.query}` : ""}`,
      status: answer.status,
      ms: Math.round(performance.now() - began),
      problem: judge(answer, state) ?? null,
    });
  }
  return checks;
}

/** What the door answered, as JSON. */
export function readAnswer(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
