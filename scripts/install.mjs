// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, statfsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { diskFull, nextStep, Stop } from "./failure.mjs";
import { runQuietly } from "./progress.mjs";
import { isFresh, made, makeFresh, root } from "./stamps.mjs";

const windows = process.platform === "win32";

/** The Node that npm installed with the packages; everything after the installation runs on it. */
export const installedNode = join(root, "node_modules/node/bin", windows ? "node.exe" : "node");

/**
 * The environment for programs that run on the installed Node.
 * @param {Record<string, string | undefined>} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function installedEnv(extra = {}) {
  const path = [join(root, "node_modules/.bin"), process.env.PATH].filter(Boolean).join(delimiter);
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", ...extra, PATH: path };
}

/** Whether the installed packages are the ones package-lock.json asks for. */
export const isInstalled = () => isFresh(made.packages) && existsSync(installedNode);

/**
 * Runs `npm ci`. Development packages come too, whatever NODE_ENV says: the build and Node itself are among them.
 * @param {{ note: (text: string) => void, onStart?: (pid: number) => void }} step
 */
export async function install({ note, onStart }) {
  const room = freeSpace();
  if (room < roomNeeded && !existsSync(join(root, "node_modules"))) throw new Stop(diskFull);
  await makeFresh(made.packages, async () => {
    let fetched = 0;
    /** @type {string[]} */
    const said = [];
    /** @param {string} line */
    const onLine = (line) => {
      if (line.startsWith("npm http")) note(`${++fetched} answers from the registry`);
      else if (line) said.push(line);
    };
    const [command, args] = npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=http"]);
    const { code, output } = await runQuietly(command, args, { cwd: root, env: quietEnv(), onLine, onStart });
    if (code !== 0) throw failed(said.join("\n") || output);
    ensureNode();
  });
}

/** @param {string} said */
function failed(said) {
  const tail = said.split("\n").slice(-20).join("\n");
  // An install script that ran out of space seldom says so.
  if (freeSpace() < 50 * megabyte) return new Stop(diskFull, tail);
  return new Stop(nextStep(said, "npm could not install the packages; its last lines are above."), tail);
}

const megabyte = 1024 ** 2;
const roomNeeded = 1200 * megabyte;

function freeSpace() {
  const { bavail, bsize } = statfsSync(root);
  return bavail * bsize;
}

// Prisma's own install script would download engines that nothing here uses.
const quietEnv = () => ({ ...process.env, PRISMA_SKIP_POSTINSTALL_GENERATE: "1", CHECKPOINT_DISABLE: "1" });

/**
 * npm as npm itself names it when it runs us, else the one on the PATH.
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
function npm(args) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own) && existsSync(own)) return [process.execPath, [own, ...args]];
  return [windows ? "npm.cmd" : "npm", args];
}

/** Where install scripts are switched off, npm leaves the Node package without its binary: fetch it by that script. */
function ensureNode() {
  if (!existsSync(installedNode)) {
    spawnSync(process.execPath, ["installArchSpecificPackage.js"], { cwd: join(root, "node_modules/node") });
  }
  const tried = spawnSync(installedNode, ["--version"], { encoding: "utf8" });
  if (tried.status === 0) return;
  throw new Stop(
    "The Node.js that npm installed does not run on this system (musl instead of glibc, perhaps): use a Debian, Ubuntu, Fedora or macOS machine or image.",
    tried.error?.message ?? tried.stderr,
  );
}
