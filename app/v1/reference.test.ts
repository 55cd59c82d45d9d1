import { describe, expect, test } from "vitest";
import { OPERATIONS } from "#lib/contract/api/operations.ts";
import { PLAIN_OPERATIONS } from "#lib/contract/api/plain-operations.ts";
import type { Json } from "#lib/http/api/openapi.ts";
import { openApiDocument } from "#lib/http/api/openapi.ts";
import { doorFiles } from "#lib/testing/doors.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** The dashboard's own JSON and sign-in: no API, and free to change with the pages. */
const isDashboards = (path: string) => path.startsWith("/api/") && !path.startsWith("/api/v2/");
const isCatchAll = (file: string) => file.includes("[[...");

const document = openApiDocument("https://rollcall.test");
const paths = document.paths as Record<string, Record<string, Json>>;
const described = [...OPERATIONS, ...PLAIN_OPERATIONS].map(({ method, path }) => `${method} ${path}`).sort();

/** These answer every method, most of them with 405 in their protocol's own words: what they handle is in its RFC. */
const answersAll = (path: string) => path.startsWith("/scim/") || path === "/oauth/token";
const doors = doorFiles.filter(({ file, path }) => !isDashboards(path) && !isCatchAll(file));
const exported = async () => {
  const found = await Promise.all(
    doors
      .filter(({ path }) => !answersAll(path))
      .map(async ({ path, open }) => {
        const door = await open();
        return METHODS.filter((method) => door[method]).map((method) => `${method} ${path}`);
      }),
  );
  return found.flat().sort();
};

describe("the reference", () => {
  test("has every route of the application, and no route that is not there", async () => {
    const routes = [...(await exported()), ...described.filter((name) => answersAll(name.split(" ")[1] ?? ""))].sort();
    expect(described).toEqual(routes);
    const scimFolders = doors.filter(({ path }) => path.startsWith("/scim/")).map(({ path }) => path);
    const scimPaths = PLAIN_OPERATIONS.filter(({ path }) => path.startsWith("/scim/")).map(({ path }) => path);
    expect([...new Set(scimPaths)].sort()).toEqual(scimFolders.sort());
  });

  test("says of each door what the door itself goes by", async () => {
    for (const { path, open } of doors) {
      const door = (await open()) as Record<string, { operation?: { path: string; method: string } }>;
      for (const method of METHODS) {
        const operation = door[method]?.operation;
        if (operation) expect([operation.method, operation.path]).toEqual([method, path]);
      }
    }
  });

  test("is OpenAPI 3.1 whose references all lead somewhere and whose ids are unique", () => {
    expect(document.openapi).toBe("3.1.0");
    const ids = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    const { schemas } = document.components as { schemas: Json };
    for (const [, name = ""] of references) expect(Object.keys(schemas)).toContain(name);
    expect(JSON.stringify(document)).not.toMatch(/\$defs|"\$id"/);
    expect(Object.values(paths).flatMap((item) => Object.keys(item)).length).toBe(described.length);
  });
});
