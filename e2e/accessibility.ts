import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { animationsEnded } from "./directory-sync/reveal.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
export const NARROW = { width: 320, height: 640 };
export const WIDE = { width: 1280, height: 800 };

/** Axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await animationsEnded(page);
  // Without frames the quick way finds the same; the other one opens a page of its own for each look.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
  }));
  expect(found, where).toEqual([]);
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

type Size = typeof WIDE | typeof NARROW;

/** Without sideways scroll wide and narrow, and accessible at each of `looks`. */
async function expectSoundAt(page: Page, where: string, looks: readonly Size[]): Promise<void> {
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    if (looks.includes(size)) await expectAccessible(page, `${where}, ${size.width} px`);
    await expectNoSidewaysScroll(page, `${where}, ${size.width} px`);
  }
  await page.setViewportSize(WIDE);
}

/** Without sideways scroll wide and narrow, and accessible narrow, where most goes wrong; E2E_THOROUGH=1 has axe look at both. */
export const expectSoundAtBothWidths = (page: Page, where: string) =>
  expectSoundAt(page, where, process.env.E2E_THOROUGH ? [WIDE, NARROW] : [NARROW]);

/**
 * As `expectSoundAtBothWidths`, with axe looking at the light page wide and at the dark one narrow: colours and layout
 * are both seen, in half the time. E2E_THOROUGH=1 looks at all four.
 */
export const expectSoundIn = (theme: "light" | "dark", page: Page, where: string) =>
  expectSoundAt(page, where, process.env.E2E_THOROUGH ? [WIDE, NARROW] : [theme === "light" ? WIDE : NARROW]);

export const setTheme = (context: BrowserContext, origin: string, theme: "light" | "dark") =>
  context.addCookies([{ name: "theme", value: theme, url: origin }]);

/** Collects what goes wrong in the browser, and every request that leaves for another host. */
export function watchQuietly(context: BrowserContext, origin: string) {
  const errors: string[] = [];
  const strangers: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  context.on("weberror", (failure) => errors.push(String(failure.error())));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== origin) strangers.push(request.url());
  });
  return {
    expectQuiet() {
      expect(errors, "errors in the browser's console").toEqual([]);
      expect(strangers, "requests to other hosts").toEqual([]);
    },
  };
}
