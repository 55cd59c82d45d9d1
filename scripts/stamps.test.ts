import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fingerprint, isFresh, made, makeFresh } from "./stamps.mjs";

let base: string;
const write = (path: string, content: string) => writeFileSync(join(base, path), content);
const thing = { stamp: "out/stamp", inputs: ["in", "lock.json"], output: "out/result" };
const make = async () => write("out/result", "made");

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "rollcall-stamps-"));
  mkdirSync(join(base, "in/deep"), { recursive: true });
  mkdirSync(join(base, "out"));
  write("in/deep/a.ts", "one");
  write("lock.json", "{}");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe("a fingerprint", () => {
  const now = () => fingerprint(["in", "lock.json", "missing"], { base, ignore: /\.test\.ts$/ });

  test("stays the same while nothing changes", () => {
    expect(now()).toBe(now());
  });

  test.each([
    ["a file's content changes", () => write("in/deep/a.ts", "two")],
    ["a file is added", () => write("in/b.ts", "")],
    ["a file is renamed", () => renameSync(join(base, "in/deep/a.ts"), join(base, "in/deep/b.ts"))],
    ["a file is removed", () => rmSync(join(base, "lock.json"))],
    ["a missing input appears", () => write("missing", "")],
  ])("differs when %s", (_, change) => {
    const before = now();
    change();
    expect(now()).not.toBe(before);
  });

  test("differs when a byte moves from one file to the next", () => {
    write("in/a", "xy");
    write("in/b", "z");
    const before = now();
    write("in/a", "x");
    write("in/b", "yz");
    expect(now()).not.toBe(before);
  });

  test("leaves out what is ignored", () => {
    const before = now();
    write("in/a.test.ts", "new");
    expect(now()).toBe(before);
  });
});

describe("something made from files", () => {
  test("is fresh after it was made, until an input changes", async () => {
    expect(isFresh(thing, base)).toBe(false);
    await makeFresh(thing, make, base);
    expect(isFresh(thing, base)).toBe(true);
    write("lock.json", "[]");
    expect(isFresh(thing, base)).toBe(false);
  });

  test("is not fresh when the output is gone", async () => {
    await makeFresh(thing, make, base);
    rmSync(join(base, "out/result"));
    expect(isFresh(thing, base)).toBe(false);
  });

  test("is not fresh after a failure, even if it was before", async () => {
    await makeFresh(thing, make, base);
    await expect(makeFresh(thing, () => Promise.reject(new Error("no")), base)).rejects.toThrow("no");
    expect(isFresh(thing, base)).toBe(false);
  });

  test("is not fresh when an input changed while it was being made", async () => {
    const makeAndEdit = async () => {
      await make();
      write("in/deep/a.ts", "edited meanwhile");
    };
    await makeFresh(thing, makeAndEdit, base);
    expect(isFresh(thing, base)).toBe(false);
  });
});

test("neither a test file nor the generated client makes the app build again", () => {
  expect(made.app.ignore.test("lib/scim/patch.test.ts")).toBe(true);
  expect(made.app.ignore.test("lib/db/generated")).toBe(true);
  expect(made.app.ignore.test("lib/scim/patch.ts")).toBe(false);
});
