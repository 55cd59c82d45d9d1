import { expect, test } from "vitest";
import { changedQuery, oneOf, optionalText, readParameters, text } from "./url-parameters.ts";

const parameters = { q: text, state: oneOf(["active", "inactive"], "active"), entry: optionalText };

test("an address without parameters reads as the defaults", () => {
  expect(readParameters(parameters, {})).toEqual({ q: "", state: "active", entry: null });
  expect(readParameters(parameters, new URLSearchParams())).toEqual({ q: "", state: "active", entry: null });
});

test("the server and the browser read the same values from the same address", () => {
  const values = { q: "a b", state: "inactive", entry: "log_1" };
  expect(readParameters(parameters, values)).toEqual(values);
  expect(readParameters(parameters, new URLSearchParams(values))).toEqual(values);
});

test("a word nobody offered counts as the default, and of a repeated parameter the first counts", () => {
  expect(readParameters(parameters, { state: "gone", q: ["first", "second"] })).toMatchObject({
    state: "active",
    q: "first",
  });
});

test("a default is left out of the address, and what others put there stays", () => {
  expect(changedQuery(parameters, "?utm=1&q=x&state=inactive", { state: "active" })).toBe("?utm=1&q=x");
  expect(changedQuery(parameters, "", { q: "a&b" })).toBe("?q=a%26b");
});

test("null clears one parameter, or all of them at once", () => {
  expect(changedQuery(parameters, "?q=x&entry=1", { entry: null })).toBe("?q=x");
  expect(changedQuery(parameters, "?q=x&entry=1&utm=1", null)).toBe("?utm=1");
  expect(changedQuery(parameters, "?q=x&entry=1", null)).toBe("");
});
