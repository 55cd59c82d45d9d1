import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ensureAuthSecret, parseEnv, readAuthSecret, SettingsError } from "./env.ts";

const problemsOf = (source: Record<string, string>) => {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof SettingsError) return error;
  }
  throw new Error("no problem was found");
};

describe("settings", () => {
  test("need none to be given", () => {
    expect(parseEnv({})).toEqual({
      PORT: 3000,
      HOST: "0.0.0.0",
      BASE_URL: "http://localhost:3000",
      DATA_DIR: ".data",
      SCIM_RATE_LIMIT: 100,
      API_RATE_LIMIT: 100,
      TRUST_PROXY: false,
      ALLOW_PRIVATE_WEBHOOKS: false,
      EVENT_RETENTION_DAYS: 30,
      LOG_LEVEL: "info",
    });
  });

  test("that are empty lines mean the same as no lines", () => {
    const empty = Object.fromEntries(
      ["PORT", "HOST", "BASE_URL", "DATABASE_URL", "AUTH_SECRET", "SCIM_RATE_LIMIT", "ADMIN_EMAIL"].map((n) => [n, ""]),
    );
    expect(parseEnv(empty)).toEqual(parseEnv({}));
  });

  test("name the address without a slash at its end, and the port where none is given", () => {
    expect(parseEnv({ BASE_URL: "https://x.example/rollcall//" }).BASE_URL).toBe("https://x.example/rollcall");
    expect(parseEnv({ PORT: "8080" }).BASE_URL).toBe("http://localhost:8080");
  });

  test.each([
    [{ PORT: "many" }, "PORT is a number"],
    [{ PORT: "70000" }, "PORT"],
    [{ BASE_URL: "rollcall.example.com" }, "BASE_URL is the public address"],
    [{ BASE_URL: "ftp://x.example" }, "BASE_URL is the public address"],
    [{ DATABASE_URL: "mysql://x/y" }, "DATABASE_URL is a PostgreSQL address"],
    [{ DATABASE_URL: "postgresql://x/y" }, "AUTH_SECRET is needed with DATABASE_URL"],
    [{ AUTH_SECRET: "short" }, "AUTH_SECRET needs at least 32 characters"],
    [{ ROLLCALL_API_KEY: "short" }, "ROLLCALL_API_KEY needs at least 24 characters"],
    [{ SCIM_RATE_LIMIT: "fast" }, "SCIM_RATE_LIMIT is a number"],
    [{ SCIM_RATE_LIMIT: "-1" }, "SCIM_RATE_LIMIT"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL is one of"],
    [{ ADMIN_EMAIL: "admin" }, "ADMIN_EMAIL is an e-mail address"],
    [{ ADMIN_PASSWORD: "short" }, "ADMIN_PASSWORD needs at least 10 characters"],
  ])("%j are refused by one line that names them", (source, line) => {
    const { problems, message } = problemsOf(source as Record<string, string>);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(line);
    expect(message).toContain(`\n  - ${problems[0]}`);
  });

  test("are all checked at once, and their values are not repeated", () => {
    const { problems, message } = problemsOf({ PORT: "x", AUTH_SECRET: "hunter2", LOG_LEVEL: "y" });
    expect(problems).toHaveLength(3);
    expect(message).not.toContain("hunter2");
  });
});

describe("the secret that keys tokens", () => {
  const folders: string[] = [];
  const folder = () => {
    folders.push(mkdtempSync(join(tmpdir(), "rollcall-env-")));
    return join(folders.at(-1) ?? "", "data");
  };
  afterEach(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  test("is AUTH_SECRET where it is set, and then nothing is written", () => {
    const env = parseEnv({ AUTH_SECRET: "s".repeat(32), DATA_DIR: folder() });
    expect(ensureAuthSecret(env)).toBe("s".repeat(32));
    expect(readAuthSecret(parseEnv({ DATA_DIR: env.DATA_DIR }))).toBeUndefined();
  });

  test("is made once otherwise, readable by its owner only, and found again", () => {
    const env = parseEnv({ DATA_DIR: folder() });
    expect(readAuthSecret(env)).toBeUndefined();
    const made = ensureAuthSecret(env);
    expect(made.length).toBeGreaterThanOrEqual(43);
    expect([ensureAuthSecret(env), readAuthSecret(env)]).toEqual([made, made]);
    const file = join(env.DATA_DIR, "auth-secret");
    expect(readFileSync(file, "utf8").trim()).toBe(made);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
