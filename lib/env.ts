import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

/** An empty line in `.env` means the same as no line. */
const optional = <Inner extends z.ZodType>(inner: Inner) =>
  z.preprocess((value) => (value === "" ? undefined : value), inner.optional());

const Settings = z.object({
  PORT: optional(z.coerce.number("PORT is a number, such as 3000.").int().min(1).max(65535)).default(3000),
  HOST: optional(z.string()).default("0.0.0.0"),
  BASE_URL: optional(
    z
      .url({ protocol: /^https?$/, error: "BASE_URL is the public address, such as https://rollcall.example.com." })
      .transform((url) => url.replace(/\/+$/, "")),
  ),
  DATABASE_URL: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: "DATABASE_URL is a PostgreSQL address, such as postgresql://user:password@host:5432/rollcall.",
    }),
  ),
  DATA_DIR: optional(z.string()).default(".data"),
  AUTH_SECRET: optional(z.string().min(32, "AUTH_SECRET needs at least 32 characters: openssl rand -base64 32.")),
  ROLLCALL_API_KEY: optional(z.string().min(24, "ROLLCALL_API_KEY needs at least 24 characters.")),
  SCIM_RATE_LIMIT: optional(
    z.coerce.number("SCIM_RATE_LIMIT is a number of operations per second; 0 means no limit.").int().min(0),
  ).default(100),
  API_RATE_LIMIT: optional(
    z.coerce.number("API_RATE_LIMIT is a number of calls per second; 0 means no limit.").int().min(0),
  ).default(100),
  METRICS_TOKEN: optional(z.string().min(16, "METRICS_TOKEN needs at least 16 characters.")),
  LOG_LEVEL: optional(
    z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "LOG_LEVEL is one of fatal, error, warn, info, debug, trace, silent.",
    }),
  ).default("info"),
  TRUST_PROXY: optional(
    z.enum(["true", "false"], { error: "TRUST_PROXY is true or false." }).transform((text) => text === "true"),
  ).default(false),
  ALLOW_PRIVATE_WEBHOOKS: optional(
    z
      .enum(["true", "false"], { error: "ALLOW_PRIVATE_WEBHOOKS is true or false." })
      .transform((text) => text === "true"),
  ).default(false),
  EVENT_RETENTION_DAYS: optional(
    z.coerce.number("EVENT_RETENTION_DAYS is a number of days.").int().min(1).max(3_650),
  ).default(30),
  SMTP_URL: optional(
    z.url({
      protocol: /^smtps?$/,
      error: "SMTP_URL is an address such as smtps://user:password@mail.example.com:465.",
    }),
  ),
  MAIL_FROM: optional(z.string().regex(/@/, "MAIL_FROM is an address, such as Rollcall <rollcall@example.com>.")),
  ADMIN_EMAIL: optional(z.email("ADMIN_EMAIL is an e-mail address.")),
  ADMIN_PASSWORD: optional(z.string().min(10, "ADMIN_PASSWORD needs at least 10 characters.")),
});

type Settings = z.infer<typeof Settings>;
/** The checked settings; every one is described in `.env.example`. `BASE_URL` has no trailing slash. */
export type Env = Omit<Settings, "BASE_URL"> & { BASE_URL: string };

/** The settings are not usable as they stand; `problems` has one line for each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings need mending:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Checks `source` and fills in the defaults. @throws SettingsError with a readable list. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = Settings.safeParse(source);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return issue.message.startsWith(name) ? issue.message : `${name}: ${issue.message}`;
      }),
    );
  }
  const env = parsed.data;
  if (env.DATABASE_URL && !env.AUTH_SECRET) {
    throw new SettingsError([
      "AUTH_SECRET is needed with DATABASE_URL, so that every process agrees on it: openssl rand -base64 32.",
    ]);
  }
  return { ...env, BASE_URL: env.BASE_URL ?? `http://localhost:${env.PORT}` };
}

let known: Env | undefined;

/** The settings of this process, read once from the environment and `.env`. @throws SettingsError */
export function readEnv(): Env {
  if (!known) {
    if (existsSync(".env")) process.loadEnvFile(".env");
    known = parseEnv(process.env);
  }
  return known;
}

const secretFile = (env: Env) => resolve(/* turbopackIgnore: true */ env.DATA_DIR, "auth-secret");

/** The secret that signs sessions and keys token hashes: `AUTH_SECRET`, or the one generated for the embedded database. */
export function readAuthSecret(env: Env): string | undefined {
  if (env.AUTH_SECRET) return env.AUTH_SECRET;
  return existsSync(secretFile(env)) ? readFileSync(secretFile(env), "utf8").trim() : undefined;
}

/** As `readAuthSecret`, but makes one, readable by the owner only, when there is none. */
export function ensureAuthSecret(env: Env): string {
  const existing = readAuthSecret(env);
  if (existing) return existing;
  mkdirSync(env.DATA_DIR, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString("base64url");
  writeFileSync(secretFile(env), `${secret}\n`, { mode: 0o600 });
  chmodSync(secretFile(env), 0o600);
  return secret;
}
