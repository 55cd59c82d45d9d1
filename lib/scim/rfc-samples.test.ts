import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readResource } from "./body.ts";
import { parseJson } from "./json.ts";
import { readMembers } from "./members.ts";
import { parsePatch } from "./patch/parse.ts";
import type { JsonObject, StoredResource } from "./resource.ts";
import { ENTERPRISE_USER_URN, Group, User } from "./schema/resource-types.ts";

/** `rfc7643-8.2-user-full.json`: the document, the section, the kind that says who reads it, and what is shown. */
const NAME = /^rfc764[34]-[\d.]+-(user|enterprise_user|group|patch_op)(?:-\w+)?\.json$/;
const folder = new URL("./samples/", import.meta.url);
const samples = readdirSync(folder).map((file) => ({ file, kind: NAME.exec(file)?.[1] }));
const ofKind = (...kinds: string[]) => samples.filter(({ kind }) => kind !== undefined && kinds.includes(kind));

const parse = (file: string): JsonObject => parseJson(readFileSync(new URL(file, folder), "utf8"));

function read(file: string): { body: JsonObject; stored: StoredResource; notes: string[] } {
  const notes: string[] = [];
  const body = parse(file);
  const type = ofKind("group").some((sample) => sample.file === file) ? Group : User;
  return { body, stored: readResource(type, body, (note) => notes.push(note)), notes };
}

/** What a service provider leaves out of what it stores. */
function writable({ id: _, meta: __, groups: ___, password: ____, members: _____, ...rest }: JsonObject): JsonObject {
  return rest;
}

test("every sample's name says who reads it", () => {
  expect(samples.filter(({ kind }) => kind === undefined)).toEqual([]);
});

describe("resources of the RFCs are stored whole and without a complaint", () => {
  test.each(ofKind("user", "group"))("$file", ({ file }) => {
    const { body, stored, notes } = read(file);
    const { roles: _, ...expected } = writable(body);
    expect(stored).toEqual(expected);
    expect(notes).toEqual([]);
  });

  test.each(ofKind("enterprise_user"))("$file", ({ file }) => {
    const { body, stored, notes } = read(file);
    const { manager, ...enterprise } = body[ENTERPRISE_USER_URN] as { manager: JsonObject };
    const { displayName: _, ...writableManager } = manager;
    expect(stored).toEqual({
      ...writable(body),
      [ENTERPRISE_USER_URN]: { ...enterprise, manager: writableManager },
    });
    expect(notes).toEqual([]);
  });

  test("the members of a group are read apart from it", () => {
    expect(readMembers(parse("rfc7643-8.4-group.json"))).toEqual([
      { value: "2819c223-7f76-453a-919d-413861904646" },
      { value: "902c246b-6245-4190-8e05-00816be7344a" },
    ]);
  });
});

describe("patches of the RFC are understood without a complaint", () => {
  test.each(ofKind("patch_op"))("$file", ({ file }) => {
    const notes: string[] = [];
    const body = parse(file);
    const operations = parsePatch(body, (note) => notes.push(note));
    expect(operations).toHaveLength((body.Operations as JsonObject[]).length);
    expect(notes).toEqual([]);
  });
});
