/** List H of the attack list, against a receiver that really listens. */
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openSink, type Sink } from "#lib/testing/webhook-sink.ts";
import { type Lookup, sender } from "./send.ts";

let sink: Sink;
beforeAll(async () => {
  sink = await openSink();
});
afterAll(() => sink.close());

const message = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: "{}" });
/** A resolver under which every name means the given addresses, one list for each time it is asked. */
const resolving =
  (...answers: string[][]): Lookup =>
  (_name, done) => {
    const addresses = answers.length > 1 ? (answers.shift() ?? []) : (answers[0] ?? []);
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };

describe("the address is checked when the connection is made", () => {
  test.each([
    ["a private address", ["127.0.0.1"]],
    ["a private IPv6 address", ["::1"]],
    ["a mapped one", ["::ffff:127.0.0.1"]],
    ["a public and a private one", ["8.8.8.8", "127.0.0.1"]],
    ["a private and a public one", ["10.0.0.1", "8.8.8.8"]],
  ])("H5: a name that means %s is not called", async (_, addresses) => {
    const before = sink.received.length;
    const send = sender({ allowPrivate: false, resolve: resolving(addresses) });
    const outcome = await send(message(`http://public.example.org:${sink.port}/`));
    expect(outcome).toMatchObject({ reason: "address_not_allowed", status: null });
    expect(sink.received).toHaveLength(before);
  });

  test("H6: a name is looked up once for a delivery, and what that gave is what is called", async () => {
    const resolve = vi.fn(resolving(["127.0.0.1"]));
    const send = sender({ allowPrivate: true, resolve });
    expect(await send(message(`http://public.example.org:${sink.port}/`))).toMatchObject({ reason: "ok", status: 204 });
    expect(resolve).toHaveBeenCalledTimes(1);
    const rebound = sender({ allowPrivate: false, resolve: resolving(["127.0.0.1"], ["8.8.8.8"]) });
    expect((await rebound(message(`http://public.example.org:${sink.port}/`))).reason).toBe("address_not_allowed");
  });

  test.each(["127.0.0.1", "[::1]", "[::ffff:7f00:1]", "169.254.169.254", "[fd00:ec2::254]"])(
    "H2–H4: %s in the address itself is not called",
    async (host) => {
      const outcome = await sender({ allowPrivate: false })(message(`http://${host}:${sink.port}/`));
      expect(outcome.reason).toBe("address_not_allowed");
    },
  );
});

describe("an answer", () => {
  const send = sender({ allowPrivate: true });

  test.each([301, 302, 303, 307, 308])("H7: %s is a failure and leads nowhere", async (status) => {
    sink.answer(`/redirect/${status}`, (response) => response.writeHead(status, { location: "/landed" }).end());
    expect(await send(message(sink.url(`/redirect/${status}`)))).toMatchObject({ reason: "redirect", status });
    expect(sink.at("/landed")).toEqual([]);
  });

  test("H10: an endless one is cut after 64 KiB, without keeping it", async () => {
    let sent = 0;
    sink.answer("/endless", (response) => {
      response.writeHead(200);
      const more = () => {
        sent += 65_536;
        response.write(Buffer.alloc(65_536, "x"), () => setImmediate(more));
      };
      response.on("error", () => {});
      if (!response.destroyed) more();
    });
    const outcome = await send(message(sink.url("/endless")));
    expect(outcome).toMatchObject({ reason: "too_large", status: 200 });
    expect(outcome.responseBody.length).toBeLessThanOrEqual(4_096);
    expect(sent).toBeLessThan(20_000_000);
  });

  test("H10: a packed one is not unpacked", async () => {
    sink.answer("/bomb", (response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(Buffer.from([0x1f, 0x8b, 8, 0])),
    );
    expect(await send(message(sink.url("/bomb")))).toMatchObject({ reason: "ok", responseBody: "(4 bytes, gzip)" });
  });

  test("H10, H14: a slow one is cut after 15 seconds in all, however busy it looks", async () => {
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      expect(ms).toBe(15_000);
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 200);
      return controller.signal;
    });
    sink.answer("/drip", (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip));
    });
    sink.answer("/silent", () => {});
    const outcomes = await Promise.all([send(message(sink.url("/drip"))), send(message(sink.url("/silent")))]);
    vi.restoreAllMocks();
    expect(outcomes.map(({ reason }) => reason)).toEqual(["timeout", "timeout"]);
  });

  test.each([
    [200, "ok"],
    [204, "ok"],
    [400, "status"],
    [410, "gone"],
    [429, "throttled"],
    [500, "status"],
  ] as const)("%s is %s", async (status, reason) => {
    sink.answer(`/status/${status}`, (response) => response.writeHead(status).end("<script>alert(1)</script>"));
    const outcome = await send(message(sink.url(`/status/${status}`)));
    expect(outcome).toMatchObject({ reason, status });
    if (status !== 204) expect(outcome.responseBody).toBe("<script>alert(1)</script>");
  });
});

test("what went wrong before there was an answer has a name", async () => {
  const send = sender({ allowPrivate: true });
  const closed = await openSink();
  await closed.close();
  expect((await send(message(closed.url()))).reason).toBe("refused");
  expect((await send(message("https://nobody.invalid/"))).reason).toBe("dns");
  const rude = createServer((socket) => socket.on("data", () => socket.end("nonsense\r\n\r\n")).on("error", () => {}));
  await new Promise<void>((done) => rude.listen(0, "127.0.0.1", done));
  const { port } = rude.address() as { port: number };
  expect((await send(message(`http://127.0.0.1:${port}/`))).reason).toBe("invalid_response");
  expect((await send(message(`https://127.0.0.1:${port}/`))).reason).toBe("tls");
  rude.close();
});

test("a receiver that would rather speak another protocol, or says nothing at all, ends its attempt at once", async () => {
  const send = sender({ allowPrivate: true });
  const words = ["HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n", ""];
  const receiver = createServer((socket) =>
    socket
      .once("data", () => {
        const word = words.shift();
        if (word) socket.write(word);
        else socket.destroy();
      })
      .on("error", () => {}),
  );
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  const { port } = receiver.address() as { port: number };
  expect(await send(message(`http://127.0.0.1:${port}/`))).toMatchObject({ reason: "status", status: 101 });
  expect(await send(message(`http://127.0.0.1:${port}/`))).toMatchObject({ reason: "reset", status: null });
  receiver.close();
});
