import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { shareChunks } from "./share-chunks.mjs";

let server: string;
beforeEach(() => {
  server = mkdtempSync(join(tmpdir(), "rollcall-chunks-"));
  mkdirSync(join(server, "chunks/ssr"), { recursive: true });
});
afterEach(() => rmSync(server, { recursive: true, force: true }));

const modules = (content: string, name: string) => `module.exports=[${content}];\n\n//# sourceMappingURL=${name}.map`;
function write(path: string, content: string): void {
  writeFileSync(join(server, path), modules(content, path));
  writeFileSync(join(server, `${path}.map`), "{}");
}
const isLink = (path: string) => lstatSync(join(server, path)).isSymbolicLink();

test("files that differ only in the name of their map are loaded once", () => {
  for (const name of ["a.js", "b.js", "c.js"]) write(`chunks/${name}`, "1, () => {}");
  expect(shareChunks(server)).toBe(2);
  const require = createRequire(import.meta.url);
  const [first, ...others] = ["a.js", "b.js", "c.js"].map((name) => require(join(server, "chunks", name)));
  for (const other of others) expect(other).toBe(first);
  expect(readdirSync(join(server, "chunks")).toSorted()).toEqual(["a.js", "a.js.map", "b.js", "c.js", "ssr"]);
});

test("what holds something else, or lies in another folder, stays a file of its own", () => {
  write("chunks/a.js", "1, () => {}");
  write("chunks/b.js", "2, () => {}");
  write("chunks/ssr/a.js", "1, () => {}");
  expect(shareChunks(server)).toBe(0);
  for (const path of ["chunks/a.js", "chunks/b.js", "chunks/ssr/a.js"]) expect(isLink(path)).toBe(false);
});

test("a second time nothing is left to be shared, and nothing is lost", () => {
  write("chunks/a.js", "1, () => {}");
  write("chunks/b.js", "1, () => {}");
  expect([shareChunks(server), shareChunks(server)]).toEqual([1, 0]);
  expect(readFileSync(join(server, "chunks/b.js"), "utf8")).toBe(modules("1, () => {}", "chunks/a.js"));
});
