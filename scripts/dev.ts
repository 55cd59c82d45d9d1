import { spawn, spawnSync } from "node:child_process";
import { root } from "./stamps.mjs";

const generated = spawnSync(process.execPath, ["scripts/generate.ts"], { cwd: root, stdio: "inherit" });
if (generated.status !== 0) process.exit(1);

const next = spawn(process.execPath, ["node_modules/next/dist/bin/next", "dev", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
});
// The terminal tells Next of Ctrl-C itself; this process only has to wait for it.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => next.kill("SIGTERM"));
next.on("exit", (code) => process.exit(code ?? 0));
