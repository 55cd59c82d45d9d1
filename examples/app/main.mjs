/** Keeps the application's copy of a directory: a webhook rings the bell, the event feed says what happened. */
import { createServer } from "node:http";
import { openCopy } from "./directory-copy.mjs";
import { eventsBehind, everybody, sdk } from "./rollcall.mjs";
import { settings } from "./settings.mjs";

const { url, apiKey, organizationId, directoryId, webhookSecret, port, file, pollMs } = settings();
const workos = sdk({ url, apiKey });
const copy = openCopy(file);
const BODY_MAX = 1_048_576;

/** Reads on from where the copy stands. An organization may have other directories; their events are passed over. */
async function follow() {
  if (copy.after() === null) copy.fill(await everybody(workos, directoryId));
  for await (const events of eventsBehind(workos, { organizationId, after: copy.after() })) {
    const isOurs = ({ data }) => (data.directoryId ?? data.user?.directoryId ?? data.id) === directoryId;
    copy.take(events.map((event) => (isOurs(event) ? event : { id: event.id })));
  }
}

let reading = Promise.resolve();
let isDue = false;
/** However often the bell rings meanwhile, the feed is read once more afterwards, and never twice at a time. */
function ring() {
  if (isDue) return;
  isDue = true;
  reading = reading.then(async () => {
    isDue = false;
    try {
      await follow();
    } catch (error) {
      console.error(`The feed could not be read; it is tried again within ${pollMs / 1000} s. ${error.message}`);
    }
  });
}

async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > BODY_MAX) throw new Error("too large");
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

const answers = {
  /** Nothing in the message is believed but that something happened: the feed has all of it, once and in order. */
  async "POST /webhook"(request) {
    if (webhookSecret === undefined) return [501, { error: "WEBHOOK_SECRET is not set." }];
    try {
      const sigHeader = String(request.headers["workos-signature"] ?? "");
      await workos.webhooks.constructEvent({ payload: await bodyOf(request), sigHeader, secret: webhookSecret });
    } catch {
      return [400, { error: "The signature does not fit." }];
    }
    ring();
    return [204];
  },
  async "GET /"() {
    const { users, groups, memberships } = copy.read();
    const active = users.filter(({ state }) => state === "active").length;
    return [200, { people: users.length, active, groups: groups.length, memberships: memberships.length }];
  },
};

const server = createServer(async (request, response) => {
  const answer = answers[`${request.method} ${request.url?.split("?")[0]}`];
  const [status, body] = answer ? await answer(request) : [404, { error: "POST /webhook and GET / are all there is." }];
  response.writeHead(status, { "content-type": "application/json" }).end(body && JSON.stringify(body));
});
server.listen(port, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));

ring();
const poll = setInterval(ring, pollMs);

async function stop() {
  clearInterval(poll);
  server.close();
  await reading;
  copy.close();
}
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stop().then(() => process.exit(0)));
