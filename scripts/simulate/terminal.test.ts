import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Exchange, SimulationReport } from "./report.ts";
import { quantile } from "./report.ts";
import { liveOutput, progressBar, requestLines, summary } from "./terminal.ts";

const exchange = (problem?: string, text = ""): Exchange => ({
  phase: "deactivate",
  request: { kind: "deactivate user", what: "deactivate Ana Lima", method: "PATCH", path: "/Users/0193-abc" },
  answer: { status: 200, mediaType: "application/scim+json", text, body: {}, ms: 4.2, throttled: 0 },
  problem,
});

describe("lines", () => {
  test("a request is one line with its purpose, status and time, without the id", () => {
    expect(stripVTControlCharacters(requestLines(exchange()))).toBe(
      "PATCH  /Users/…   deactivate Ana Lima → 200 · 4 ms",
    );
  });

  test("an unexpected answer adds the reason, the request and the answer", () => {
    const lines = stripVTControlCharacters(
      requestLines(exchange("active is true, not false", '{"active":true}')),
    ).split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain("active is true, not false");
    expect(lines[2]).toContain("PATCH /Users/0193-abc");
    expect(lines[3]).toContain('{"active":true}');
  });

  test("what a server answers cannot steer the terminal", () => {
    const lines = requestLines(exchange("wrong", "\u001b[2Jgone\r\nover"));
    expect(lines).not.toContain("\u001b[2J");
    expect(lines).not.toContain("\r");
  });
});

describe("progress", () => {
  test("the bar grows with the phases and never exceeds the line", () => {
    expect(progressBar({ phase: "test", done: 0, total: 0 }, 80)).toContain("  0 %");
    expect(progressBar({ phase: "delete", done: 1, total: 1 }, 80)).toContain("100 %");
    expect(progressBar({ phase: "match", done: 3, total: 9 }, 20).length).toBeLessThan(20);
  });

  test("without a terminal no bar and no control characters are written", () => {
    let written = "";
    const output = liveOutput({ write: (text) => (written += text) });
    output.onProgress({ phase: "match", done: 1, total: 2 });
    output.close();
    expect(written).toBe("");
  });
});

describe("the summary", () => {
  const report: SimulationReport = {
    provider: "okta",
    requests: 3,
    throttled: 2,
    ms: 1500,
    people: { linked: 2, active: 1 },
    groups: 1,
    kinds: [{ kind: "match user", requests: 3, medianMs: 1.25, p95Ms: 9, unexpected: 0, throttled: 2 }],
    phases: [],
    unexpected: [],
  };

  test("has a line for each kind of request and one with the verdict", () => {
    const lines = stripVTControlCharacters(summary(report)).split("\n");
    expect(lines[1]).toMatch(/^match user +3 +1\.3 +9\.0 +0 +2$/);
    expect(lines.at(-1)).toBe(
      "No unexpected answers. 2 people (1 active) and 1 groups, 3 requests in 1.5 s, throttled 2 times.",
    );
  });

  test("median and p95 are values that were measured", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.95)).toBe(4);
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([], 0.5)).toBe(0);
  });
});
