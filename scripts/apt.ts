import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { runQuietly } from "./progress.mjs";

/** Whether Debian's packages can be installed without asking anybody: on Debian or Ubuntu, as root. */
export const canAptInstall = () =>
  process.getuid?.() === 0 &&
  existsSync("/etc/debian_version") &&
  spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;

/** Installs Debian packages without their recommendations; returns whether that worked, and says why when it did not. */
export async function aptInstall(packages: readonly string[], say: (line: string) => void): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const wait = ["-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=2"];
  say(`Installing ${packages.join(", ")} with apt-get; this happens once.`);
  // An outdated index may still have the package, so a failed update alone is not the end.
  await runQuietly("apt-get", ["update", ...wait], { env, onLine: say });
  const args = ["install", "-y", "--no-install-recommends", ...wait, ...packages];
  const { code, output } = await runQuietly("apt-get", args, { env, keep: 8, onLine: say });
  if (code !== 0) say(`apt-get could not install ${packages.join(", ")}:\n${output}`);
  return code === 0;
}
