/**
 * A process that serves SCIM and sends webhooks on the database of DATABASE_URL, without pages: for tests that kill it.
 * Says `ready` when it takes requests.
 */
import { createServer } from "node:http";
import { replyScim } from "#app/scim/v2/doors.ts";
import { openPostgres } from "#lib/db/database.ts";
import { startDispatcher } from "#lib/directory/webhook-dispatch.ts";
import { parseEnv } from "#lib/env.ts";
import { fromIncoming, sendReply } from "#lib/http/scim-request.ts";
import { composeServices, provideServices, sharedDispatcher } from "#lib/http/services.ts";
import { sender } from "#lib/webhooks/send.ts";

const env = parseEnv(process.env);
const services = composeServices(env, env.AUTH_SECRET ?? "", await openPostgres(env.DATABASE_URL ?? ""));
provideServices(services);
sharedDispatcher.rollcallDispatcher = startDispatcher({
  ...services,
  send: sender({ allowPrivate: true }),
  random: Math.random,
});
const server = createServer(async (request, response) =>
  sendReply(request, response, await replyScim(fromIncoming(request))),
);
server.listen(env.PORT, "127.0.0.1", () => console.log("ready"));
