import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { aptInstall, canAptInstall } from "./apt.ts";
import { Stop } from "./failure.mjs";

/** The oldest PostgreSQL that Rollcall supports. */
const oldest = 15;

// Where packagers put servers that are not on the PATH; a star stands for one folder, newest name first.
const usualFolders = [
  "/usr/lib/postgresql/*/bin",
  "/usr/pgsql-*/bin",
  "/opt/homebrew/opt/postgresql@*/bin",
  "/usr/local/opt/postgresql@*/bin",
  "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
  "/Applications/Postgres.app/Contents/Versions/*/bin",
];

/** The folder of PostgreSQL's server programs, version 15 or newer, or undefined where the machine has none. */
export function findPostgresBinaries(): string | undefined {
  return [...foldersOnPath(), ...folderOfPgConfig(), ...usualFolders.flatMap(expand)].find(isUsable);
}

/** As `findPostgresBinaries`, but installs Debian's package when there are none. @throws Stop saying what to do */
export async function needPostgresBinaries(say: (line: string) => void): Promise<string> {
  const found = findPostgresBinaries();
  if (found) return found;
  if (canAptInstall() && (await aptInstall(["postgresql"], say))) {
    const installed = findPostgresBinaries();
    if (installed) return installed;
  }
  throw new Stop(
    `No PostgreSQL ${oldest} or newer was found: install its server (apt-get install postgresql, brew install postgresql@17), or set TEST_DATABASE_URL to one that may be written to.`,
  );
}

function foldersOnPath(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  // A link on the PATH leads to the folder where initdb and its files are.
  return folders
    .map((folder) => join(folder, "postgres"))
    .filter(existsSync)
    .map((file) => dirname(realpathSync(file)));
}

function folderOfPgConfig(): string[] {
  const { status, stdout } = spawnSync("pg_config", ["--bindir"], { encoding: "utf8" });
  return status === 0 ? [stdout.trim()] : [];
}

function expand(pattern: string): string[] {
  const [folder, prefix, rest] = [
    pattern.slice(0, pattern.lastIndexOf("/", pattern.indexOf("*"))),
    pattern.slice(pattern.lastIndexOf("/", pattern.indexOf("*")) + 1, pattern.indexOf("*")),
    pattern.slice(pattern.indexOf("*") + 1),
  ];
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((name) => join(folder, name, rest));
}

function isUsable(folder: string): boolean {
  if (!existsSync(join(folder, "initdb"))) return false;
  const { status, stdout } = spawnSync(join(folder, "postgres"), ["--version"], { encoding: "utf8" });
  const major = Number(/(\d+)/.exec(stdout ?? "")?.[1]);
  return status === 0 && major >= oldest;
}
