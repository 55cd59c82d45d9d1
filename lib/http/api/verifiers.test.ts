/** Each Node verifier of the reference is run as it stands, and so is the signature that curl makes. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, expect, test } from "vitest";
import { mintWebhookSecret, signatureHeaders } from "#lib/webhooks/signature.ts";
import { freePort } from "../../../scripts/free-port.ts";
import { verifiers } from "./verifiers.ts";

// Inside the project, so that the packages are found.
const folder = mkdtempSync(resolve(import.meta.dirname, "../../../node_modules/.verifiers-"));
afterAll(() => rmSync(folder, { recursive: true }));
let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill();
});

const codeOf = (id: string) =>
  verifiers("https://rollcall.test", "org_mine").find((each) => each.id === id)?.code ?? "";
const BODY = JSON.stringify({
  object: "event",
  id: "event_1",
  event: "dsync.user.created",
  type: "dsync.user.created",
  data: {},
});

async function receiver(id: string, secret: string): Promise<{ url: string; printed: () => string }> {
  const file = join(folder, `${id}.mjs`);
  writeFileSync(file, codeOf(id));
  const port = await freePort();
  let output = "";
  child = spawn(process.execPath, [file], { env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret } });
  child.stdout?.on("data", (text) => {
    output += text;
  });
  child.stderr?.on("data", (text) => {
    output += text;
  });
  const url = `http://127.0.0.1:${port}/webhooks`;
  await expect
    .poll(
      () =>
        fetch(url, { method: "POST" }).then(
          ({ status }) => status,
          () => output,
        ),
      { timeout: 20_000 },
    )
    .toBe(401);
  return { url, printed: () => output };
}

const post = async (url: string, headers: Record<string, string>, body = BODY) =>
  (await fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body })).status;

test.each(["node-standardwebhooks", "node-workos", "node-plain"])(
  "H16: %s takes what is ours and refuses everything else",
  async (id) => {
    const secret = mintWebhookSecret();
    const { url, printed } = await receiver(id, secret);
    const message = { id: "event_1", at: new Date(), body: BODY };
    expect(await post(url, signatureHeaders(message, [secret])), printed()).toBe(204);
    // What it prints reaches us by a pipe, after its answer.
    await expect.poll(printed, { timeout: 20_000 }).toContain("event_1 dsync.user.created");
    expect(await post(url, signatureHeaders(message, [mintWebhookSecret()]))).toBe(401);
    expect(await post(url, signatureHeaders(message, [secret]), BODY.replace("event_1", "event_2"))).toBe(401);
    const old = { ...message, at: new Date(Date.now() - 360_000) };
    expect(await post(url, signatureHeaders(old, [secret]))).toBe(401);
    // While a secret is rotated the receiver's own comes first, or second where its verifier reads all.
    expect(await post(url, signatureHeaders(message, [secret, mintWebhookSecret()]))).toBe(204);
  },
  40_000,
);

test("what curl sends by hand is taken", async () => {
  const secret = mintWebhookSecret();
  const { url, printed } = await receiver("node-plain", secret);
  const script = codeOf("curl").replace("curl -X POST", "curl -s -o /dev/null -w '%{http_code}' -X POST");
  const { stdout } = await promisify(execFile)("bash", ["-c", script], {
    env: { ...process.env, RECEIVER: url, WEBHOOK_SECRET: secret },
  });
  expect(stdout, printed()).toBe("204");
}, 40_000);

test("name the reader's own address and organization", () => {
  expect(codeOf("feed")).toContain("https://rollcall.test/v1/events?organization_id=org_mine");
});
