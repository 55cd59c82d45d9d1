import { type APIRequestContext, expect, type Page } from "@playwright/test";

export interface Credentials {
  email: string;
  password: string;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The tests need ${name}; scripts/e2e-settings.ts sets it.`);
  return value;
}

export const administrator = (): Credentials => ({
  email: required("ADMIN_EMAIL"),
  password: required("ADMIN_PASSWORD"),
});

export const managementKey = () => required("ROLLCALL_API_KEY");

/** Signs in as the form does, without a browser. @returns the status and the address next-auth names */
export async function signInOverHttp(http: APIRequestContext, credentials: Credentials) {
  const { csrfToken } = await (await http.get("/api/auth/csrf")).json();
  const response = await http.post("/api/auth/callback/credentials", {
    form: { ...credentials, csrfToken, json: "true" },
  });
  const { url } = await response.json();
  return { status: response.status(), url: String(url) };
}

/** Fills in the form of the sign-in page that is open. */
export async function fillInSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await hydrated(page);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/**
 * Waits until React has taken over the page that the server sent: a click before that is lost. React says so nowhere but
 * in the property it leaves on its elements.
 */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main, main *")].some((element) =>
      Object.keys(element).some((key) => key.startsWith("__reactFiber")),
    ),
  );
}

/** Opens a page and waits until it can be used. */
export async function open(page: Page, path: string): Promise<void> {
  const response = await page.goto(path);
  expect(response?.status(), `status of ${path}`).toBeLessThan(400);
  await hydrated(page);
}

/**
 * Goes back as the browser's button does. It is pressed again when nothing came of it: a page that is just putting its own
 * address into the history cancels the way back.
 */
export async function goBack(page: Page): Promise<void> {
  const here = page.url();
  await expect(async () => {
    if (page.url() === here) await page.goBack({ timeout: 5_000 });
  }).toPass();
}
