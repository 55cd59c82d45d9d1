/**
 * The sample application against a provider on its worst day: it is killed and started again twice, and in the end its
 * copy is exactly what Rollcall has. CHAOS_USERS=500 for the full size.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CreateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import { startDispatcher } from "#lib/directory/webhook-dispatch.ts";
import { createWebhookEndpoint } from "#lib/directory/webhooks.ts";
import { sharedDispatcher } from "#lib/http/services.ts";
import { openDoorServer } from "#lib/testing/doors.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, ENV_KEY, operator, serve } from "#lib/testing/test-instance.ts";
import { sender } from "#lib/webhooks/send.ts";
import { freePort } from "../free-port.ts";
import { identityProvider } from "./identity-provider.ts";
import { runChaos } from "./simulate.ts";

const USERS = Number(process.env.CHAOS_USERS ?? 16);

let database: TestDatabase;
let folder: string;
let app: ChildProcess | undefined;
beforeAll(async () => {
  database = await openTestPostgres();
  folder = await mkdtemp(join(tmpdir(), "rollcall-app-"));
});
afterAll(async () => {
  app?.kill("SIGKILL");
  await database.close();
  await rm(folder, { recursive: true });
});

test(
  `${USERS} people in chaos: an application that is killed twice ends with an exact copy`,
  async () => {
    const services = serve(database, { ALLOW_PRIVATE_WEBHOOKS: "true" });
    const server = await openDoorServer();
    const dispatcher = startDispatcher({ ...services, send: sender({ allowPrivate: true }), random: Math.random });
    sharedDispatcher.rollcallDispatcher = dispatcher;
    const place = await addDirectory(services, { provider: "entra" });
    const port = await freePort();
    const webhook = { url: `http://127.0.0.1:${port}/webhook`, events: ["dsync.*"] };
    const endpoint = CreateWebhookEndpoint.parse(webhook);
    const { secret } = await createWebhookEndpoint(operator(services), place.organizationId, endpoint);
    const env = {
      ...process.env,
      ROLLCALL_URL: server.origin,
      ROLLCALL_API_KEY: ENV_KEY,
      ORGANIZATION_ID: place.organizationId,
      DIRECTORY_ID: place.directoryId,
      WEBHOOK_SECRET: secret,
      PORT: String(port),
      COPY_FILE: join(folder, "copy.sqlite"),
      POLL_SECONDS: "1",
      NODE_NO_WARNINGS: "1",
    };
    const start = () => {
      app = spawn(process.execPath, ["examples/app/main.mjs"], { env, stdio: ["ignore", "ignore", "inherit"] });
    };
    const compare = () => promisify(execFile)(process.execPath, ["examples/app/compare.mjs"], { env });
    try {
      start();
      let requests = 0;
      let stops = 0;
      const idp = identityProvider("entra", {
        base: `${server.origin}/scim/v2`,
        token: place.token,
        users: USERS,
        seed: 11,
        onRequest: ({ phase }) => {
          if (phase !== "chaos") return;
          requests += 1;
          // Down for as long as a third of the changes take, each time.
          const third = requests / USERS;
          if ((third > 0.5 && stops === 0) || (third > 3 && stops === 2)) {
            stops += 1;
            app?.kill("SIGKILL");
          } else if ((third > 1.5 && stops === 1) || (third > 4 && stops === 3)) {
            stops += 1;
            start();
          }
        },
      });
      await runChaos(idp);
      expect(idp.report().unexpected).toEqual([]);
      expect(stops).toBe(4);
      const deadline = Date.now() + 60_000;
      for (;;) {
        const said = await compare().catch((failure: { stdout: string; stderr: string }) => failure);
        if (/exactly/.test(said.stdout)) break;
        expect(Date.now(), `${said.stdout}${said.stderr}`).toBeLessThan(deadline);
        await pause(500);
      }
      const { people, groups, requests: sent } = idp.report();
      console.info(`chaos: ${sent} requests, ${people.linked} people and ${groups} groups left, killed twice`);
    } finally {
      app?.kill("SIGKILL");
      await dispatcher.stop();
      await server.close();
    }
  },
  60_000 + USERS * 4_000,
);
