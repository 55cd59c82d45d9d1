import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeDeviation, deviations, isDeviation } from "./deviation.ts";

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"))
  .join("\n");

test("every deviation that is noted anywhere has words, and every one with words is noted somewhere", () => {
  const noted = [...sources.matchAll(/note\((?:is\w+ \? )?"([a-z-]+)"(?: : "([a-z-]+)")?\)/g)];
  const codes = noted.flatMap(([, code, other]) => [code, other]).filter((code) => code !== undefined);
  expect([...new Set(codes)].sort()).toEqual([...deviations].sort());
});

test.each(deviations)("%s is told in one sentence without jargon of ours", (code) => {
  const sentence = describeDeviation(code);
  expect(sentence).toMatch(/^[A-Z][^.]+\.$/);
  expect(sentence).not.toContain(code);
});

test("a code of a former version is spelled out instead of failing, and inherited names are no codes", () => {
  expect(describeDeviation("gone-by-now")).toBe('A deviation called "gone-by-now" was tolerated.');
  expect(isDeviation("constructor")).toBe(false);
  expect(describeDeviation("__proto__")).toContain("__proto__");
});
