import { describe, expect, test } from "vitest";
import { nextStep, nodeTooOld } from "./failure.mjs";
import { elapsed } from "./progress.mjs";

describe("the next step after a failure", () => {
  test.each([
    ["npm error code ENOTFOUND\nnpm error network request failed", /network/],
    ["npm error errno EAI_AGAIN", /network/],
    ["npm error code ENOSPC\nnpm error nospc no space left on device", /disk is full/],
    ["FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", /memory/],
    ["npm error code EACCES\nnpm error syscall mkdir", /cannot be written/],
    [
      "npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.",
      /npm install/,
    ],
    ["npm error code EBADENGINE", /Node\.js 24/],
  ])("of %j is named", (output, sentence) => {
    expect(nextStep(output, "something else")).toMatch(sentence);
  });

  test("is the given one when the output says nothing known", () => {
    expect(nextStep("Type error in page.tsx", "something else")).toBe("something else");
  });

  test("is not to replace Node when npm only warned of it and failed for another reason", () => {
    const output = "npm warn EBADENGINE Unsupported engine { package: 'vitest' }\nnpm error code ENOTFOUND";
    expect(nextStep(output, "something else")).toMatch(/network/);
    expect(nextStep("npm warn EBADENGINE Unsupported engine", "something else")).toBe("something else");
  });
});

describe("the machine's Node", () => {
  test.each(["20.19.0", "20.20.2", "22.1.0", "24.21.0", "26.0.0"])("%s may run the scripts", (version) => {
    expect(nodeTooOld(version)).toBeUndefined();
  });

  test.each(["20.18.9", "18.20.4", "9.0.0"])("%s is refused in one sentence that names both versions", (version) => {
    expect(nodeTooOld(version)).toContain("20.19");
    expect(nodeTooOld(version)).toContain(version);
    expect(nodeTooOld(version)).not.toContain("\n");
  });
});

test.each([
  [340, "0.3 s"],
  [12_400, "12 s"],
  [59_700, "1 min 00 s"],
  [185_000, "3 min 05 s"],
])("%d ms are shown as %s", (ms, text) => {
  expect(elapsed(ms)).toBe(text);
});
