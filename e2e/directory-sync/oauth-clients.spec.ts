import type { APIRequestContext, Page } from "@playwright/test";
import { requestUrl } from "../../scripts/simulate/scim-client.ts";
import { expectSoundAtBothWidths } from "../accessibility.ts";
import { expect, test } from "../fixtures.ts";
import { open } from "../sign-in.ts";

const NEW = "Store your client secret now";

/** Reads the secret that is shown, the one time, and leaves the dialog. */
async function storeSecret(page: Page): Promise<string> {
  const revealing = page.getByRole("dialog", { name: NEW });
  const secret = await revealing.getByRole("textbox", { name: "Client secret" }).inputValue();
  expect(secret).toMatch(/^ocs_/);
  await revealing.getByRole("checkbox", { name: "I have stored it" }).check();
  await revealing.getByRole("button", { name: "Done" }).click();
  await expect(revealing).toBeHidden();
  return secret;
}

const askToken = (http: APIRequestContext, id: string, secret: string) =>
  http.post("/oauth/token", { form: { grant_type: "client_credentials", client_id: id, client_secret: secret } });

test("a client made on the page fetches access tokens with either of two secrets, until each is revoked", async ({
  admin,
  directory,
  playwright,
  origin,
}) => {
  const http = await playwright.request.newContext({ baseURL: origin });
  await open(admin, `/directory-sync/${directory.id}/tokens`);
  await admin.getByRole("button", { name: "Create client" }).click();
  const asking = admin.getByRole("dialog", { name: "Create OAuth client" });
  await asking.getByRole("button", { name: "Create client" }).click();
  await expect(asking.getByLabel("Name"), "a client needs a name").toBeFocused();
  await asking.getByLabel("Name").fill("Gallery app");
  await asking.getByRole("button", { name: "Create client" }).click();
  const id = await admin.getByRole("dialog", { name: NEW }).getByRole("textbox", { name: "Client id" }).inputValue();
  const first = await storeSecret(admin);
  expect(await admin.content(), "shown once").not.toContain(first);
  await expectSoundAtBothWidths(admin, "tokens with an OAuth client");

  const granted = await (await askToken(http, id, first)).json();
  const users = await http.get(requestUrl(directory.base, { path: "/Users" }), {
    headers: { authorization: `Bearer ${granted.access_token}` },
  });
  expect(users.status()).toBe(200);

  await admin.getByRole("button", { name: "Add secret to Gallery app" }).click();
  await admin
    .getByRole("dialog", { name: "Add a secret to Gallery app" })
    .getByRole("button", { name: "Add secret" })
    .click();
  const second = await storeSecret(admin);
  const secrets = admin.getByRole("list", { name: "Secrets of Gallery app" });
  await secrets.getByRole("button", { name: `Revoke secret ${first.slice(0, 12)}` }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Revoke secret" }).click();
  await expect(secrets.getByText("Revoked")).toHaveCount(1);
  expect((await askToken(http, id, first)).status()).toBe(401);
  expect((await askToken(http, id, second)).status()).toBe(200);

  await admin.getByRole("button", { name: "Revoke client Gallery app" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Revoke client" }).click();
  // Behind an open dialog nothing has a role: the list would count as hidden before the answer has come.
  await expect(admin.getByRole("alertdialog")).toBeHidden();
  await expect(secrets).toBeHidden();
  expect((await askToken(http, id, second)).status()).toBe(401);
  await http.dispose();
});
