import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { RequestFailed, requestJson, requestNothing, withQuery } from "./request.ts";

afterEach(() => vi.unstubAllGlobals());

const Answer = z.object({ name: z.string() });

const serverAnswers = (status: number, body: string, headers: Record<string, string> = {}) => {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => new Response(body, { status, headers }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
};

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("the request should fail"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(RequestFailed);
      return error as RequestFailed;
    },
  );

test("an answer comes back parsed, without what the contract does not name", async () => {
  serverAnswers(200, JSON.stringify({ name: "Okta", secret: "x" }));
  expect(await requestJson("/api/x", Answer)).toEqual({ name: "Okta" });
});

test("an answer of another shape is a failure that names its request, and never reaches a screen", async () => {
  serverAnswers(200, JSON.stringify({ name: 1 }), { "x-request-id": "req_1" });
  expect(await failureOf(requestJson("/api/x", Answer))).toMatchObject({
    code: "unexpected_answer",
    requestId: "req_1",
  });
});

test("a refusal keeps the server's code, sentence, request id and fields", async () => {
  const error = { code: "invalid", message: "Give it a name.", requestId: "req_2", fields: { name: "Too long." } };
  serverAnswers(422, JSON.stringify({ error }));
  expect(await failureOf(requestNothing("/api/x", { method: "POST", body: {} }))).toMatchObject({
    ...error,
    status: 422,
  });
});

test("a failure without our shape still says its status", async () => {
  serverAnswers(502, "<html>Bad gateway</html>");
  expect(await failureOf(requestJson("/api/x", Answer))).toMatchObject({ code: "unexpected_answer", status: 502 });
});

test("no answer at all is told as an unreachable server", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  expect(await failureOf(requestJson("/api/x", Answer))).toMatchObject({ code: "unreachable", status: 0 });
});

test("an abandoned read stays an abort, so that the cache does not count it as a failure", async () => {
  vi.stubGlobal("fetch", (_path: string, { signal }: RequestInit) => Promise.reject(signal?.reason));
  const reason = await requestJson("/api/x", Answer, { signal: AbortSignal.abort() }).catch((error: Error) => error);
  expect(reason).toMatchObject({ name: "AbortError" });
});

test("an ended session leads to sign-in and back to this very page, and shows no error meanwhile", async () => {
  serverAnswers(401, "{}");
  const assign = vi.fn();
  vi.stubGlobal("window", { location: { pathname: "/directory-sync/d1/log", search: "?outcome=refused", assign } });
  const settled = vi.fn();
  requestJson("/api/x", Answer).then(settled, settled);
  await vi.waitFor(() => expect(assign).toHaveBeenCalled());
  expect(assign).toHaveBeenCalledWith(
    `/sign-in?callbackUrl=${encodeURIComponent("/directory-sync/d1/log?outcome=refused")}`,
  );
  expect(settled).not.toHaveBeenCalled();
});

test("a body is sent as JSON, and a read has neither body nor content type", async () => {
  const fetch = serverAnswers(200, JSON.stringify({ name: "a" }));
  await requestJson("/api/x", Answer);
  await requestJson("/api/x", Answer, { method: "POST", body: { name: "a" } });
  const [read, write] = fetch.mock.calls.map(([, init]) => init);
  expect(read).toMatchObject({ method: "GET", body: undefined, headers: { Accept: "application/json" } });
  expect(write).toMatchObject({ method: "POST", body: '{"name":"a"}' });
  expect(write?.headers).toMatchObject({ "Content-Type": "application/json" });
});

test("a query holds only what is set, escaped", () => {
  expect(withQuery("/api/x", { q: "a&b=c", state: undefined, cursor: "" })).toBe("/api/x?q=a%26b%3Dc");
  expect(withQuery("/api/x", { q: undefined })).toBe("/api/x");
});
