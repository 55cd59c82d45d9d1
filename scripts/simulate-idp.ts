import type { SimulateCommand } from "./simulate/arguments.ts";
import { readArguments, USAGE, UsageError } from "./simulate/arguments.ts";
import type { IdentityProvider } from "./simulate/identity-provider.ts";
import { identityProvider } from "./simulate/identity-provider.ts";
import type { LocalDirectory } from "./simulate/local-directory.ts";
import { LocalInstanceError, makeDirectory } from "./simulate/local-directory.ts";
import { Unreachable } from "./simulate/scim-client.ts";
import { runChaos, runPhases } from "./simulate/simulate.ts";
import { liveOutput, summary, unexpectedSummary } from "./simulate/terminal.ts";

/** `npm run simulate`: plays one provider's sequence and ends with 0 only if every answer was as it expects. */
async function main(argv: readonly string[]): Promise<number> {
  const command = readArguments(argv);
  if (command === "help") {
    console.log(USAGE);
    return 0;
  }
  const made = command.target === undefined ? await makeLocalDirectory(command) : undefined;
  const target = command.target ?? made;
  if (target === undefined) return 1;
  if (made !== undefined && command.output === "lines") {
    console.log(`Made the directory "${made.name}" with a token for this run.\n  ${made.dashboardUrl}\n  ${made.base}`);
  }
  const output = command.output === "lines" ? liveOutput(process.stdout) : undefined;
  const { users, groups, seed, domain, without, concurrency } = command;
  const settings = { users, groups, seed, domain, without, concurrency, base: target.base, token: target.token };
  const idp = identityProvider(command.provider, { ...settings, ...output });
  const stopped = await runUntilUnreachable(idp, command);
  output?.close();
  return tell(command, idp, { made, stopped });
}

/** Read only when needed: with --base and --token no setting of the local instance matters. */
async function makeLocalDirectory(command: SimulateCommand): Promise<LocalDirectory> {
  const { localManagementAccess } = await import("./simulate/local-instance.ts");
  return makeDirectory(command.provider, localManagementAccess(), new Date());
}

async function runUntilUnreachable(idp: IdentityProvider, command: SimulateCommand): Promise<string | undefined> {
  try {
    await (command.chaos ? runChaos(idp) : runPhases(idp, command.only));
    return undefined;
  } catch (failure) {
    if (failure instanceof Unreachable) return failure.message;
    throw failure;
  }
}

function tell(
  command: SimulateCommand,
  idp: IdentityProvider,
  { made, stopped }: { made: LocalDirectory | undefined; stopped: string | undefined },
): number {
  const report = idp.report();
  if (command.output === "json") {
    const directory = made === undefined ? {} : { directory: made.dashboardUrl };
    console.log(JSON.stringify({ ...report, ...directory, ...(stopped === undefined ? {} : { stopped }) }));
  } else if (report.requests > 0 || stopped === undefined) {
    if (command.output === "quiet" && report.unexpected.length > 0) console.log(`${unexpectedSummary(report)}\n`);
    console.log(`\n${summary(report)}`);
    if (made !== undefined) console.log(`See it at ${made.dashboardUrl}`);
  }
  if (stopped !== undefined) console.error(stopped);
  return stopped === undefined && report.unexpected.length === 0 ? 0 : 1;
}

/** Known by name, because `#lib/env.ts` is loaded only for runs without --base. */
function isSettingsError(failure: unknown): failure is Error {
  return failure instanceof Error && failure.name === "SettingsError";
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (failure) {
  if (failure instanceof UsageError) {
    console.error(`${failure.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (failure instanceof LocalInstanceError || isSettingsError(failure)) {
    console.error(failure.message);
    process.exitCode = 1;
  } else {
    throw failure;
  }
}
