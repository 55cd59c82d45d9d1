import { expect, type Page } from "@playwright/test";

/** Issues a token on the tokens page that is open, stores it, and leaves the dialog. @returns the plaintext */
export async function issueToken(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Issue token" }).click();
  const asking = page.getByRole("dialog", { name: "Issue token" });
  await asking.getByLabel("Name").fill(name);
  await asking.getByRole("button", { name: "Issue token" }).click();

  const revealing = page.getByRole("dialog", { name: "Store your token now" });
  const plaintext = await revealing.getByRole("textbox", { name }).inputValue();
  expect(plaintext).toMatch(/^scim_\w{40,}$/);
  await expectHeldOpen(page, plaintext);
  await revealing.getByRole("checkbox", { name: "I have stored it" }).check();
  await revealing.getByRole("button", { name: "Done" }).click();
  await expect(revealing).toBeHidden();
  return plaintext;
}

/** It is shown this once, so no slip of the hand may close it. */
async function expectHeldOpen(page: Page, plaintext: string): Promise<void> {
  const revealing = page.getByRole("dialog", { name: "Store your token now" });
  await expect(revealing.getByRole("button", { name: "Done" })).toBeDisabled();
  await expect(revealing.getByRole("button", { name: "Close" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  // A dialog that was told to close has a last animation before it is gone.
  await animationsEnded(page);
  await expect(revealing.getByRole("textbox")).toHaveValue(plaintext);
}

/**
 * Waits for what moves once; what moves for ever (a spinner) is left alone. In waves, because a colour that fades on an
 * element begins another fade on each child that inherits it.
 */
export async function animationsEnded(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter(({ playState }) => playState === "running")
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    for (let wave = moving(); wave.length > 0; wave = moving())
      await Promise.allSettled(wave.map(({ finished }) => finished));
  });
}

/** Reads everything the administrator can reach about a directory again; `secret` is in none of it. */
export async function expectNowhere(page: Page, secret: string, directoryId: string): Promise<void> {
  const addresses = [...(await reachable(page, directoryId))];
  for (const address of addresses) {
    const response = await page.request.get(address);
    expect(response.status(), address).toBe(200);
    expect(await response.text(), address).not.toContain(secret);
  }
  const here = await page.evaluate(() => [
    location.href,
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll("input")].map(({ value }) => value),
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    document.cookie,
    JSON.stringify(history.state),
  ]);
  for (const place of here) expect(place).not.toContain(secret);
}

async function reachable(page: Page, directoryId: string): Promise<string[]> {
  const screens = ["", "/tokens", "/mapping", "/log", "/users", "/groups"];
  const answers = ["", "/tokens", "/mapping", "/log", "/users", "/groups"];
  const log = await (await page.request.get(`/api/directories/${directoryId}/log`)).json();
  const entries = log.data.map(({ id }: { id: string }) => `/log/${encodeURIComponent(id)}`);
  return [
    "/directory-sync",
    "/members",
    "/api/me",
    ...screens.map((path) => `/directory-sync/${directoryId}${path}`),
    ...[...answers, ...entries].map((path) => `/api/directories/${directoryId}${path}`),
  ];
}
