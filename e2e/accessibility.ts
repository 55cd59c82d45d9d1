import { createRequire } from "node:module";
import AxeBuilder from "@axe-core/playwright";
import {
  type BrowserContext,
  type ConsoleMessage,
  expect,
  type Page,
  type Request,
  type WebError,
} from "@playwright/test";
import { animationsEnded } from "./directory-sync/reveal.ts";

// The one that AxeBuilder drives.
const builderRequire = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright"));
const { source } = builderRequire("axe-core") as { source: string };

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What a theme or a width can break; names, roles and structure are the same in all of them. */
const LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable"];
export const NARROW = { width: 320, height: 640 };
export const WIDE = { width: 1280, height: 800 };

/** Axe finds nothing on the page as it stands; with `rules`, nothing of those. */
export async function expectAccessible(page: Page, where: string, rules?: string[]): Promise<void> {
  await animationsEnded(page);
  await loadAxe(page);
  const axe = new AxeBuilder({ page, axeSource: "void 0" })
    // Without frames the quick way finds the same; the other one opens a page of its own for each look.
    .setLegacyMode()
    // What is good is not described, which takes as long as finding it.
    .options({ resultTypes: ["violations"] });
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
  }));
  expect(found, where).toEqual([]);
}

/** Once for each page: AxeBuilder does it twice for each look, and that takes longer than the look. */
async function loadAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => "axe" in window)) return;
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("Runtime.evaluate", { expression: source });
  await devTools.detach();
}

/** WCAG 1.4.10: nothing has to be scrolled sideways. What scrolls inside its own box, such as code, is allowed. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const tooWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const reaching = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [`${scrollWidth} > ${clientWidth}`, ...reaching.slice(-5).map(({ outerHTML }) => outerHTML.slice(0, 160))];
  });
  expect(tooWide, `${where} is wider than the screen`).toEqual([]);
}

const isThorough = process.env.E2E_THOROUGH === "1";

async function expectSoundAt(page: Page, where: string, size: typeof WIDE | typeof NARROW, rules?: string[] | "none") {
  await page.setViewportSize(size);
  if (rules !== "none") await expectAccessible(page, `${where}, ${size.width} px`, rules);
  await expectNoSidewaysScroll(page, `${where}, ${size.width} px`);
}

/** Without sideways scroll wide and narrow, and accessible narrow, where most goes wrong; E2E_THOROUGH=1 has axe look at both. */
export async function expectSoundAtBothWidths(page: Page, where: string): Promise<void> {
  await expectSoundAt(page, where, WIDE, isThorough ? undefined : "none");
  await expectSoundAt(page, where, NARROW);
  await page.setViewportSize(WIDE);
}

/**
 * Without sideways scroll wide and narrow, and accessible: everything in the light page, wide, and in the dark one, narrow,
 * what colours and sizes decide. The theme changes as the account menu does it, without another load, which costs more
 * than all the rest. E2E_THOROUGH=1 has axe look for everything in all four.
 */
export async function expectSoundInBothThemes(page: Page, where: string): Promise<void> {
  await wearTheme(page, "light");
  await expectSoundAt(page, `${where} in light`, WIDE);
  await expectSoundAt(page, `${where} in light`, NARROW, isThorough ? undefined : "none");
  await wearTheme(page, "dark");
  await expectSoundAt(page, `${where} in dark`, NARROW, isThorough ? undefined : LOOKS);
  if (isThorough) await expectSoundAt(page, `${where} in dark`, WIDE);
  await page.setViewportSize(WIDE);
}

const wearTheme = (page: Page, theme: "light" | "dark") =>
  page.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen;
  }, theme);

export const setTheme = (context: BrowserContext, origin: string, theme: "light" | "dark") =>
  context.addCookies([{ name: "theme", value: theme, url: origin }]);

/** Collects what goes wrong in the browser, and every request that leaves for another host. */
export function watchQuietly(context: BrowserContext, origin: string) {
  const errors: string[] = [];
  const strangers: string[] = [];
  const onConsole = (message: ConsoleMessage) => {
    if (message.type() === "error") errors.push(message.text());
  };
  const onError = (failure: WebError) => errors.push(String(failure.error()));
  const onRequest = (request: Request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== origin) strangers.push(request.url());
  };
  context.on("console", onConsole).on("weberror", onError).on("request", onRequest);
  return {
    expectQuiet() {
      context.off("console", onConsole).off("weberror", onError).off("request", onRequest);
      expect(errors, "errors in the browser's console").toEqual([]);
      expect(strangers, "requests to other hosts").toEqual([]);
    },
  };
}
