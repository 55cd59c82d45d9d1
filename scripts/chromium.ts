import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { chromium } from "@playwright/test";
import { aptInstall, canAptInstall } from "./apt.ts";
import { report, Stop } from "./failure.mjs";
import { runQuietly } from "./progress.mjs";
import { root } from "./stamps.mjs";

/** How to launch a Chromium; without `executablePath` it is Playwright's own. */
export type Browser = { executablePath?: string; args: string[] };

/** What was found out before: the browser that worked, and the Playwright whose own could not be had. */
type Memory = { executablePath?: string; ownFailedWith?: string };

type Say = (line: string) => void;

const memoryFile = join(root, "node_modules/.cache/rollcall-chromium.json");
const playwrightCli = join(root, "node_modules/playwright/cli.js");
const playwrightVersion = () =>
  String(JSON.parse(readFileSync(join(root, "node_modules/playwright/package.json"), "utf8")).version);

const systemNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const applications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * A whole Chromium loads two pages for its address bar beside every page: a second of work each time, for nobody to see.
 * The last such list on the command line is the one that counts, so what Playwright 1.65 turns off is repeated.
 */
const disabledFeatures = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "TcpPortRandomizationWin",
  "ThirdPartyStoragePartitioning",
];

const launchArgs = [
  `--disable-features=${disabledFeatures.join(",")}`,
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  // Chromium's sandbox does not start as root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/**
 * A Chromium that starts on this machine: the one `CHROMIUM_PATH` names, else Playwright's own where it can be installed,
 * else the system's, else Debian's package, installed on the spot as root.
 * @throws Stop when there is none
 */
export async function findChromium(say: Say = () => {}): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await starts(named)) return browser(named);
    throw new Stop(`CHROMIUM_PATH names ${named}, which does not start: correct it, or leave it out.`);
  }
  const memory = recall();
  if (memory.executablePath && existsSync(memory.executablePath)) return browser(memory.executablePath);

  const ownFailedWith = memory.ownFailedWith === playwrightVersion() ? memory.ownFailedWith : undefined;
  if (!ownFailedWith && (await hasOwn(say))) return browser();
  const executablePath = (await findOnSystem()) ?? (await installFromDebian(say));
  if (!executablePath) {
    throw new Stop(
      "No Chromium was found and none could be installed: install Chromium or Google Chrome, or name one with CHROMIUM_PATH.",
    );
  }
  remember({ executablePath, ownFailedWith: playwrightVersion() });
  return browser(executablePath);
}

const browser = (executablePath?: string): Browser => ({ executablePath, args: launchArgs });

/** Whether Playwright's own browser starts, after trying to install it and, as root on Debian, the libraries it needs. */
async function hasOwn(say: Say): Promise<boolean> {
  if (await starts()) return true;
  say("Downloading Playwright's Chromium …");
  const { code } = await playwright(["install", "chromium", "--only-shell"], 90_000, say);
  if (code !== 0) {
    say("Playwright's Chromium could not be downloaded.");
    return false;
  }
  if (await starts()) return true;
  if (!canAptInstall()) return false;
  say("Installing the libraries that Playwright's Chromium needs …");
  await playwright(["install-deps", "chromium"], 300_000, say);
  return starts();
}

async function playwright(args: string[], limit: number, say: Say) {
  let group: number | undefined;
  const timer = setTimeout(() => group && process.kill(-group, "SIGKILL"), limit);
  const onStart = (pid: number) => {
    group = pid;
  };
  const outcome = await runQuietly(process.execPath, [playwrightCli, ...args], { cwd: root, onLine: say, onStart });
  clearTimeout(timer);
  return outcome;
}

async function findOnSystem(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [...systemNames.flatMap((name) => folders.map((folder) => join(folder, name))), ...applications];
  for (const candidate of candidates) {
    if (existsSync(candidate) && (await starts(candidate))) return candidate;
  }
}

async function installFromDebian(say: Say): Promise<string | undefined> {
  // Without recommendations no font comes along, and text would be boxes.
  if (!canAptInstall() || !(await aptInstall(["chromium", "fonts-liberation"], say))) return undefined;
  return findOnSystem();
}

/** Whether the browser launches and lays out text, which it cannot without its libraries and a font. */
async function starts(executablePath?: string): Promise<boolean> {
  try {
    const launched = await chromium.launch({ executablePath, args: launchArgs, timeout: 30_000 });
    try {
      const page = await launched.newPage();
      await page.setContent("<span>Rollcall</span>");
      const box = await page.locator("span").boundingBox();
      return (box?.width ?? 0) > 0;
    } finally {
      await launched.close();
    }
  } catch {
    return false;
  }
}

function recall(): Memory {
  try {
    const parsed: unknown = JSON.parse(readFileSync(memoryFile, "utf8"));
    return typeof parsed === "object" && parsed ? parsed : {};
  } catch {
    return {};
  }
}

function remember(memory: Memory): void {
  mkdirSync(dirname(memoryFile), { recursive: true });
  writeFileSync(memoryFile, JSON.stringify(memory));
}

if (import.meta.main) {
  try {
    console.log(JSON.stringify(await findChromium(console.error)));
  } catch (error) {
    process.exitCode = report(error);
  }
}
