import { connect, createServer, type Socket } from "node:net";
import { expect, test } from "../fixtures.ts";
import type { DirectoryAccess } from "../management.ts";
import { USER } from "./wire.ts";

/* What no HTTP client sends: rows A22 and I1 to I15 of the attack list, byte by byte. */

/** IDLE_SOCKETS=10000 for row I14 in full, where `ulimit -n` allows it. */
const IDLE = Number(process.env.IDLE_SOCKETS ?? 400);
const CRLF = "\r\n";

interface Conversation {
  readonly socket: Socket;
  /** All that came back so far. */
  readonly heard: () => string;
  /** Until the server has closed the connection. */
  readonly closed: Promise<void>;
  /** Until `words` came back, or the server has closed. */
  until(words: string | RegExp): Promise<string>;
}

const open = new Set<Socket>();
test.afterEach(() => {
  for (const socket of open) socket.destroy();
  open.clear();
});

async function dial(origin: string): Promise<Conversation> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  open.add(socket);
  let text = "";
  const listeners = new Set<() => void>();
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    for (const listener of listeners) listener();
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const until = (words: string | RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => {
        if (typeof words === "string" ? text.includes(words) : words.test(text)) resolve(text);
      };
      listeners.add(look);
      void closed.then(() => resolve(text));
      look();
    });
  return { socket, heard: () => text, closed, until };
}

const head = (origin: string, method: string, path: string, headers: readonly string[]) =>
  [`${method} ${path} HTTP/1.1`, `Host: ${new URL(origin).host}`, ...headers, "", ""].join(CRLF);
const bearer = ({ token }: DirectoryAccess) => `Authorization: Bearer ${token}`;
const JSON_TYPE = "Content-Type: application/scim+json";
const person = (userName: string) => JSON.stringify({ schemas: [USER], userName });
const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** Sends bytes and hears what comes back until the connection is closed. */
async function say(origin: string, bytes: string): Promise<number[]> {
  const line = await dial(origin);
  line.socket.write(bytes, "latin1");
  await line.closed;
  return statusesIn(line.heard());
}

test("A22: an upgrade is none, and an absolute address is not called", async ({ origin, directory, idp }) => {
  let calls = 0;
  const sink = createServer((socket) => {
    calls++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
  const { port } = sink.address() as { port: number };
  const upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="];
  try {
    for (const [path, ...more] of [
      ["/scim/v2/Users"],
      ["/scim/v2/Users", bearer(directory)],
      [`http://127.0.0.1:${port}/`],
      [`http://127.0.0.1:${port}/scim/v2/Users`, bearer(directory)],
      ["http://169.254.169.254/latest/meta-data/"],
    ] as [string, ...string[]][]) {
      for (const extra of [[], [...upgrade, "Connection: Upgrade"]]) {
        const line = await dial(origin);
        line.socket.write(head(origin, "GET", path, [...more, ...extra]));
        const answer = await line.until(CRLF + CRLF);
        expect(statusesIn(answer), `${path} ${extra.length}`).not.toContain(101);
        line.socket.destroy();
      }
    }
    expect(calls).toBe(0);
  } finally {
    sink.close();
  }
  expect((await idp.get(`${origin}/scim/v2/Users`)).status()).toBe(200);
});

test("I9: a body of two lengths is none: 400, the line is cut, and nothing is done", async ({
  origin,
  directory,
  idp,
}) => {
  const body = person("smuggled");
  const length = `Content-Length: ${body.length}`;
  const framings = [
    [length, "Transfer-Encoding: chunked"],
    [length, `Content-Length: ${body.length + 1}`],
    ["Transfer-Encoding: xchunked"],
    ["Transfer-Encoding: chunked, identity"],
    [`Content-Length : ${body.length}`],
    [`Content-Length: +${body.length}`],
  ];
  for (const framing of framings) {
    const statuses = await say(
      origin,
      head(origin, "POST", "/scim/v2/Users", [bearer(directory), JSON_TYPE, ...framing]) + body,
    );
    expect(statuses, framing.join(" | ")).toEqual([400]);
  }
  const bareLf = head(origin, "POST", "/scim/v2/Users", [bearer(directory), JSON_TYPE, length]).replaceAll(CRLF, "\n");
  expect(await say(origin, bareLf + body)).toEqual([400]);
  const { totalResults } = await (await idp.get(`${origin}/scim/v2/Users?count=0`)).json();
  expect(totalResults).toBe(0);
});

test("I10: a request hidden in a body is never one", async ({ origin, directory, idp }) => {
  const { id } = await (await idp.post(`${origin}/scim/v2/Users`, { data: JSON.parse(person("stays")) })).json();
  const hidden = head(origin, "DELETE", `/scim/v2/Users/${id}`, [bearer(directory)]);
  const framed = (headers: readonly string[], path = "/scim/v2/Users") =>
    head(origin, "POST", path, [...headers, `Content-Length: ${hidden.length}`, "Connection: close"]) + hidden;
  // Turned away before the body is read, and refused after it.
  for (const bytes of [
    framed([JSON_TYPE]),
    framed([bearer(directory), "Content-Type: text/plain"]),
    framed([bearer(directory), JSON_TYPE]),
    framed([bearer(directory), JSON_TYPE], "/scim/v2/ServiceProviderConfig"),
  ]) {
    expect(await say(origin, bytes)).toHaveLength(1);
  }
  expect((await idp.get(`${origin}/scim/v2/Users/${id}`)).status()).toBe(200);
});

test("I1, I2, I3, I15: too much is 413 before it is read, half a body is nothing, and 401 waits for no body", async ({
  origin,
  directory,
  idp,
}) => {
  const post = (headers: readonly string[]) => head(origin, "POST", "/scim/v2/Users", headers);
  const good = [bearer(directory), JSON_TYPE];
  const announced = await dial(origin);
  announced.socket.write(post([...good, "Content-Length: 20971520"]));
  expect(statusesIn(await announced.until(CRLF + CRLF))).toEqual([413]);

  const endless = await dial(origin);
  endless.socket.write(post([...good, "Transfer-Encoding: chunked"]));
  const chunk = `10000${CRLF}${"x".repeat(0x10000)}${CRLF}`;
  for (let n = 0; n < 20 && !endless.heard(); n++) endless.socket.write(chunk);
  expect(statusesIn(await endless.until(CRLF + CRLF))).toEqual([413]);

  const waiting = await dial(origin);
  const wrong = ["Authorization: Bearer scim_wrong", JSON_TYPE, "Content-Length: 20971520", "Expect: 100-continue"];
  waiting.socket.write(post(wrong));
  // Nobody asks for what would not be read.
  expect(statusesIn(await waiting.until(/ 401 /))).toEqual([401]);

  const asked = await dial(origin);
  const body = person("asked");
  asked.socket.write(post([...good, `Content-Length: ${body.length}`, "Expect: 100-continue"]));
  expect(statusesIn(await asked.until(CRLF + CRLF))).toEqual([100]);
  asked.socket.write(body);
  expect(statusesIn(await asked.until(/ 201 /))).toEqual([100, 201]);

  const cut = await dial(origin);
  cut.socket.write(post([...good, "Content-Length: 400"]) + person("half"));
  cut.socket.end();
  await cut.closed;
  const { totalResults } = await (await idp.get(`${origin}/scim/v2/Users?count=0`)).json();
  // The one who was asked for.
  expect(totalResults).toBe(1);
});

test("I8: methods that SCIM does not know are refused, without CORS", async ({ origin, directory }) => {
  for (const method of ["TRACE", "PROPFIND", "OPTIONS", "QUERY", "PURGE"]) {
    const line = await dial(origin);
    line.socket.write(head(origin, method, "/scim/v2/Users", [bearer(directory), "Origin: https://evil.example"]));
    const answer = await line.until(CRLF + CRLF);
    expect([400, 405, 501], `${method}: ${answer}`).toContain(statusesIn(answer)[0]);
    expect(answer.toLowerCase()).not.toContain("access-control-");
  }
});

test("I11: headers of 17 KiB and an address of 20 KiB are refused", async ({ origin, directory }) => {
  const long = head(origin, "GET", "/scim/v2/Users", [bearer(directory), `X-Long: ${"x".repeat(17 * 1024)}`]);
  expect(await say(origin, long)).toEqual([431]);
  const far = head(origin, "GET", `/scim/v2/Users?filter=${"x".repeat(20 * 1024)}`, [bearer(directory)]);
  expect([[414], [431]]).toContainEqual(await say(origin, far));
});

test("I13, I14: slow senders are cut off, and nobody waits for them or for idle lines", async ({
  origin,
  directory,
  idp,
}) => {
  const idle: Conversation[] = [];
  // A few at a time: a machine's queue of connections that nobody has accepted yet is short.
  while (idle.length < IDLE) idle.push(...(await Promise.all(Array.from({ length: 200 }, () => dial(origin)))));
  const slowBodies = await Promise.all(Array.from({ length: 100 }, () => dial(origin)));
  for (const { socket } of slowBodies) {
    socket.write(head(origin, "POST", "/scim/v2/Users", [bearer(directory), JSON_TYPE, "Content-Length: 500"]));
    socket.write('{"userName":');
  }
  const slow = await dial(origin);
  slow.socket.write(`GET /scim/v2/Users HTTP/1.1${CRLF}Host: x${CRLF}X-Slow: `);
  for (let n = 0; n < 5; n++) expect((await idp.get(`${origin}/scim/v2/Users`)).status()).toBe(200);
  await slow.closed;
  expect([[], [408]]).toContainEqual(statusesIn(slow.heard()));
  expect((await idp.get(`${origin}/scim/v2/Users`)).status()).toBe(200);
  expect(idle.filter(({ heard }) => heard() !== "" && !/ 408 /.test(heard()))).toEqual([]);
});
