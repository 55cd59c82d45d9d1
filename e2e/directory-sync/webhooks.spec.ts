import { Webhook } from "standardwebhooks";
import { openSink, type Sink } from "../../lib/testing/webhook-sink.ts";
import { expectSoundInBothThemes } from "../accessibility.ts";
import { expect, test, unique } from "../fixtures.ts";
import type { DirectoryAccess } from "../management.ts";
import { open } from "../sign-in.ts";

let sink: Sink;
test.beforeAll(async () => {
  sink = await openSink();
});
test.afterAll(() => sink.close());

const scimUrl = ({ base }: DirectoryAccess, path: string) => new URL(path.slice(1), base).href;

type AdminPage = import("@playwright/test").Page;

/** Adds an endpoint at the sink as an admin would. @returns its secret */
async function addEndpoint(page: AdminPage, path: string, description: string): Promise<string> {
  await open(page, "/directory-sync/webhooks");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const asking = page.getByRole("dialog", { name: "Add endpoint" });
  await asking.getByLabel("Address").fill(sink.url(path));
  await asking.getByLabel("Description").fill(description);
  await asking.getByRole("button", { name: "Add endpoint" }).click();
  return storeSecret(page, "Store the signing secret now", description);
}

async function storeSecret(page: AdminPage, title: string, name: string): Promise<string> {
  const revealing = page.getByRole("dialog", { name: title });
  const secret = await revealing.getByRole("textbox", { name }).inputValue();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await revealing.getByRole("checkbox", { name: "I have stored it" }).check();
  await revealing.getByRole("button", { name: "Done" }).click();
  await expect(revealing).toBeHidden();
  return secret;
}

const HOSTILE = `<b>out of order</b><script>window.hacked=1</script><img src=x onerror="window.hacked=1">`;

const headersOf = (path: string) => sink.at(path).at(-1)?.headers as Record<string, string>;
const verify = (secret: string, path: string) =>
  new Webhook(secret).verify(sink.at(path).at(-1)?.body ?? "", headersOf(path));

test("H15: a refused delivery is explained, the answer shown as text, linked to the request that caused it, and sent again after counting", async ({
  admin,
  directory,
  idp,
}) => {
  const path = `/${unique("replay").replace(" ", "-")}`;
  sink.answer(path, (response) => response.writeHead(500).end(HOSTILE));
  await addEndpoint(admin, path, "Replay");
  const userName = `${unique("ada").replace(" ", ".")}@x.example`;
  expect((await idp.post(scimUrl(directory, "/Users"), { data: { userName } })).status()).toBe(201);
  await expect.poll(() => sink.at(path).length, { timeout: 10_000 }).toBeGreaterThan(0);

  await admin.getByRole("button", { name: "Retrying" }).click();
  await admin.getByRole("link", { name: "dsync.user.created" }).first().click();
  const drawer = admin.getByRole("dialog", { name: "dsync.user.created" });
  await expect(drawer.getByText("The receiver answered with an error").first()).toBeVisible();
  await expect(drawer.getByText(HOSTILE).first()).toBeVisible();
  expect(await admin.evaluate(() => "hacked" in window)).toBe(false);
  await expect(drawer.getByRole("link", { name: /created .* a member of the organization now/ })).toBeVisible();

  const before = sink.at(path).length;
  sink.answer(path, (response) => response.writeHead(204).end());
  await drawer.getByRole("button", { name: "Resend" }).click();
  await expect(drawer.getByText("Received: the receiver answered 204.")).toBeVisible();
  expect(sink.at(path).length).toBeGreaterThan(before);
  await drawer.getByRole("button", { name: "Close" }).click();

  await admin.getByRole("button", { name: "Send again" }).click();
  const replaying = admin.getByRole("dialog", { name: "Send again" });
  await replaying.getByLabel("Endpoint").selectOption({ label: "Replay" });
  await replaying.getByLabel("What").selectOption({ label: "Everything that was sent" });
  await replaying.getByLabel("Event").selectOption("dsync.user.created");
  await replaying.getByRole("button", { name: "Count" }).click();
  await expect(replaying.getByText("1 delivery would be sent again.")).toBeVisible();
  const sent = sink.at(path).length;
  await replaying.getByRole("button", { name: "Send 1 delivery" }).click();
  await expect(replaying.getByText("1 delivery on the way again.")).toBeVisible();
  await expect.poll(() => sink.at(path).length, { timeout: 10_000 }).toBeGreaterThan(sent);
  const ids = sink.at(path).filter(({ event }) => event.type === "dsync.user.created");
  expect(new Set(ids.map(({ event }) => event.id)).size).toBe(1);
});

test("a secret is rotated without a refused delivery: both sign until the overlap is ended", async ({ admin }) => {
  const path = `/${unique("rotate").replace(" ", "-")}`;
  const old = await addEndpoint(admin, path, "Rotation");
  await admin.getByRole("link", { name: "Rotation" }).click();
  await admin.getByRole("button", { name: "Rotate secret" }).click();
  await admin
    .getByRole("dialog", { name: "Rotate signing secret" })
    .getByRole("button", { name: "Rotate secret" })
    .click();
  const fresh = await storeSecret(admin, "Store the new secret now", "Rotation");
  const sendTest = async () => {
    const before = sink.at(path).length;
    await admin.getByRole("button", { name: "Send test" }).click();
    const dialog = admin.getByRole("dialog", { name: "Send a test event" });
    await dialog.getByRole("button", { name: "Send test" }).click();
    await expect(dialog.getByText("Received: the receiver answered 204.")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    expect(sink.at(path).length).toBe(before + 1);
  };
  await sendTest();
  for (const secret of [old, fresh]) expect(verify(secret, path)).toMatchObject({ was_test: true });
  await admin.getByRole("button", { name: "End overlap" }).click();
  await expect(admin.getByRole("button", { name: "End overlap" })).toBeHidden();
  await sendTest();
  expect(verify(fresh, path)).toMatchObject({ was_test: true });
  expect(() => verify(old, path)).toThrow();
});

test("an address that may not be called is refused with the reason", async ({ admin }) => {
  await open(admin, "/directory-sync/webhooks");
  await admin.getByRole("button", { name: "Add endpoint" }).click();
  const asking = admin.getByRole("dialog", { name: "Add endpoint" });
  await asking.getByLabel("Address").fill("https://user:word@example.com/");
  await asking.getByRole("button", { name: "Add endpoint" }).click();
  await expect(asking.getByText("An address has no user name or password.")).toBeVisible();
});

test("the pages are sound: empty and full, wide and narrow, light and dark", async ({
  admin,
  adminHttp,
  home,
  directory,
  idp,
}) => {
  const made = await adminHttp.post(`/api/organizations/${home.id}/webhooks`, {
    data: { kind: "inspector", description: "Look here" },
  });
  expect(made.status(), await made.text()).toBe(201);
  const endpoint = await made.json();
  await idp.post(scimUrl(directory, "/Users"), { data: { userName: unique("inspected") } });
  const api = `/api/organizations/${home.id}`;
  const seen = async () => (await (await adminHttp.get(`${api}/webhooks/${endpoint.id}/inspections`)).json()).data;
  await expect.poll(async () => (await seen()).length, { timeout: 10_000 }).toBeGreaterThan(0);
  const [delivery] = (await (await adminHttp.get(`${api}/deliveries?endpoint=${endpoint.id}`)).json()).data;
  const screens = [
    ["/directory-sync/webhooks", "Deliveries"],
    [`/directory-sync/webhooks?delivery=${delivery.id}`, "What is sent"],
    [`/directory-sync/webhooks/${endpoint.id}`, "Signing secret"],
    ["/directory-sync/events", "dsync.user.created"],
    [`/directory-sync/events?event=${delivery.eventId}`, "Caused by"],
    ["/directory-sync/events?q=called-by-no-one", "No event matches"],
    ["/directory-sync/events/catalogue", "The identity provider sent a person for the first time."],
  ] as const;
  for (const [path, shows] of screens) {
    await open(admin, path);
    await expect(admin.getByText(shows).filter({ visible: true }).first()).toBeVisible();
    await expectSoundInBothThemes(admin, path);
  }
});
