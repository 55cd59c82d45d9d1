import { parseArgs } from "node:util";
import type { Provider } from "#lib/simulate/wire.ts";
import { PROVIDERS } from "#lib/simulate/wire.ts";
import { LACKING, type Lacking } from "#lib/simulate/without.ts";
import { ENTRA_FLAG } from "./identity-provider.ts";
import type { PhaseName } from "./report.ts";
import { PHASES } from "./report.ts";

/** What was asked for on the command line. */
export interface SimulateCommand {
  readonly provider: Provider;
  /** Absent: a directory and a token are made on the local instance. */
  readonly target: { readonly base: string; readonly token: string } | undefined;
  readonly users: number;
  readonly groups: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly domain: string;
  readonly without: readonly Lacking[];
  readonly only: PhaseName | undefined;
  readonly chaos: boolean;
  readonly output: "lines" | "quiet" | "json";
}

/** A command line that cannot be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `Plays an identity provider against a SCIM 2.0 server.

  npm run simulate -- ${PROVIDERS.join("|")} [options]

  --users N          people in the provider's directory (25)
  --groups N         groups (3)
  --base URL         SCIM base URL; without it a directory is made on the local instance
  --token T          its bearer token
  --seed N           another number, other people (1)
  --concurrency N    requests under way at a time (4)
  --domain NAME      domain of the sign-in names (example.test)
  --style put|patch  Okta: the wizard's SAML app, or the SCIM template app
  --flag             Entra: with ?${ENTRA_FLAG} in the tenant URL
  --without A,B      attributes that profiles lack at the provider: ${LACKING.join(", ")}
  --only PHASE       ${PHASES.join(", ")}
  --chaos            after everybody is created: changes in no order, doubled, cut off and repeated
  --quiet            only the summary
  --json             one JSON object instead of text

Ends with 0 when every answer was as the provider expects.`;

const OPTIONS = {
  users: { type: "string", default: "25" },
  groups: { type: "string", default: "3" },
  base: { type: "string" },
  token: { type: "string" },
  seed: { type: "string", default: "1" },
  concurrency: { type: "string", default: "4" },
  domain: { type: "string", default: "example.test" },
  style: { type: "string" },
  without: { type: "string", default: "" },
  flag: { type: "boolean", default: false },
  only: { type: "string" },
  chaos: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Phases that make sense in a directory where nobody is yet. */
const FIRST_PHASES: readonly PhaseName[] = ["test", "match", "create"];

/** Reads the command line; `help` when only the usage is wanted. */
export function readArguments(argv: readonly string[]): SimulateCommand | "help" {
  const { values, positionals } = parsed(argv);
  if (values.help) return "help";
  const target = readTarget(values.base, values.token);
  const only = readPhase(values.only, target !== undefined);
  if (only !== undefined && values.chaos) throw new UsageError("--chaos and --only do not go together.");
  return {
    provider: readProvider(positionals, values, target?.base ?? ""),
    target,
    users: readCount("users", values.users, 1),
    groups: readCount("groups", values.groups, 0),
    seed: readCount("seed", values.seed, 0),
    concurrency: readCount("concurrency", values.concurrency, 1),
    domain: readDomain(values.domain),
    without: readLacking(values.without),
    only,
    chaos: values.chaos,
    output: values.json ? "json" : values.quiet ? "quiet" : "lines",
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (failure) {
    throw new UsageError(failure instanceof Error ? failure.message : "The options cannot be read.");
  }
}

function readProvider(
  positionals: readonly string[],
  { style, flag }: { style?: string | undefined; flag: boolean },
  base: string,
): Provider {
  const named = PROVIDERS.find((provider) => provider === positionals[0]);
  if (named === undefined || positionals.length > 1) throw new UsageError(`Name one of ${PROVIDERS.join(", ")}.`);
  const isOkta = named.startsWith("okta");
  if (isOkta && flag) throw new UsageError("--flag belongs to Entra.");
  if (!isOkta && style !== undefined) throw new UsageError("--style belongs to Okta.");
  if (style !== undefined && style !== "put" && style !== "patch") throw new UsageError("--style is put or patch.");
  if (isOkta) return style === undefined ? named : style === "put" ? "okta" : "okta-template";
  return flag || base.includes(ENTRA_FLAG) ? "entra-flag" : named;
}

function readTarget(base: string | undefined, token: string | undefined): SimulateCommand["target"] {
  if (base === undefined && token === undefined) return undefined;
  if (base === undefined || token === undefined) throw new UsageError("--base and --token belong together.");
  if (!URL.canParse(base) || !/^https?:/i.test(base)) throw new UsageError("--base is an http or https URL.");
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError("--token is one word of plain characters.");
  return { base, token };
}

function readPhase(only: string | undefined, hasTarget: boolean): PhaseName | undefined {
  if (only === undefined) return undefined;
  const phase = PHASES.find((name) => name === only);
  if (phase === undefined) throw new UsageError(`--only is one of ${PHASES.join(", ")}.`);
  if (!hasTarget && !FIRST_PHASES.includes(phase)) {
    throw new UsageError(`--only ${phase} needs a directory with people in it: add --base and --token.`);
  }
  return phase;
}

function readCount(name: string, text: string, least: number): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < least) {
    throw new UsageError(`--${name} is a whole number from ${least}.`);
  }
  return count;
}

function readLacking(text: string): Lacking[] {
  return text
    .split(",")
    .filter((name) => name !== "")
    .map((name) => {
      const known = LACKING.find((each) => each === name);
      if (known === undefined) throw new UsageError(`--without is some of ${LACKING.join(", ")}, with commas between.`);
      return known;
    });
}

function readDomain(domain: string): string {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(domain)) throw new UsageError("--domain is a name such as example.test.");
  return domain;
}
