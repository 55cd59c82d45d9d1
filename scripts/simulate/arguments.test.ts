import { describe, expect, test } from "vitest";
import { readArguments, UsageError } from "./arguments.ts";

const base = "https://scim.example.test/scim/v2";
const at = (...more: string[]) => [...more, "--base", base, "--token", "t"];

function command(...argv: string[]) {
  const read = readArguments(argv);
  if (read === "help") throw new Error("the usage was not asked for");
  return read;
}

describe("the command line", () => {
  test("names a provider and gets 25 people and 3 groups in a directory of its own", () => {
    expect(command("okta")).toMatchObject({
      provider: "okta",
      users: 25,
      groups: 3,
      target: undefined,
      output: "lines",
    });
  });

  test.each([
    [["okta"], "okta"],
    [["okta", "--style", "put"], "okta"],
    [["okta", "--style", "patch"], "okta-template"],
    [["okta-template"], "okta-template"],
    [["entra"], "entra"],
    [["entra", "--flag"], "entra-flag"],
    [["entra-flag"], "entra-flag"],
    [["entra", "--base", `${base}/?aadOptscim062020`, "--token", "t"], "entra-flag"],
  ])("%j plays %s", (argv, provider) => {
    expect(command(...argv).provider).toBe(provider);
  });

  test.each([
    [[]],
    [["onelogin"]],
    [["okta", "entra"]],
    [["okta", "--flag"]],
    [["entra", "--style", "put"]],
    [["okta", "--style", "post"]],
    [["okta", "--without", "title"]],
    [["okta", "--users", "0"]],
    [["okta", "--users", "many"]],
    [["okta", "--concurrency", "0"]],
    [["okta", "--base", base]],
    [["okta", "--token", "t"]],
    [["okta", "--base", "scim", "--token", "t"]],
    [["okta", "--base", base, "--token", "two words"]],
    [["okta", "--only", "everything"]],
    [["okta", "--only", "rename"]],
    [["okta", "--only", "create", "--chaos"]],
    [["okta", "--domain", "a b"]],
    [["okta", "--unknown"]],
  ])("%j is refused with a sentence", (argv) => {
    expect(() => readArguments(argv)).toThrow(UsageError);
  });

  test("a later phase alone needs a directory that somebody was put into before", () => {
    expect(command(...at("okta", "--only", "rename")).only).toBe("rename");
    expect(command("okta", "--only", "create").only).toBe("create");
  });
});
