/**
 * `npm run start:next`: migrates and seeds as server.ts does, then serves with `next start`, as a host does that brings
 * Next's own server. The end-to-end tests of the SCIM API run against this too (`E2E_SERVER=next`).
 */
import { spawn } from "node:child_process";
import { applyMigrations, pendingMigrations } from "#lib/db/migrations.ts";
import { openConfiguredDatabase } from "#lib/db/open.ts";
import { ensureAuthSecret, readEnv } from "#lib/env.ts";
import { composeServices } from "#lib/http/services.ts";
import { seed } from "../prisma/seed.ts";
import { root } from "./stamps.mjs";

const env = readEnv();
const database = await openConfiguredDatabase(env);
try {
  if ((await pendingMigrations(database.sql)).length > 0) await applyMigrations(database.adapter);
  const first = await seed(composeServices(env, ensureAuthSecret(env), database));
  if (first?.password) console.log(`  Sign in     ${first.email}  password ${first.password}  (shown this once)`);
  if (first?.apiKey) console.log(`  Key         ${first.apiKey}  (shown this once)`);
} finally {
  await database.close();
}

const args = ["node_modules/next/dist/bin/next", "start", "-H", env.HOST, "-p", String(env.PORT)];
const next = spawn(process.execPath, args, {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
// The terminal tells Next of Ctrl-C itself; this process only has to wait for it.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => next.kill("SIGTERM"));
next.on("exit", (code) => process.exit(code ?? 0));
