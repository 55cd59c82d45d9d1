import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

const BIOME = resolve("node_modules/@biomejs/biome/bin/biome");

interface Report {
  diagnostics: { category: string; message: string; location: { path: string | { file: string } } }[];
}

/** What the linter says, under the project's own rules, of files that import what they should or should not. */
function lint(cases: readonly (readonly [string, string, ...string[]])[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-walls-"));
  try {
    const rules = JSON.parse(readFileSync("biome.json", "utf8"));
    writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...rules, vcs: { enabled: false } }));
    const files = cases.map(([path], index) => path.replace(/\bx\./, `x${index}.`));
    for (const [index, file] of files.entries()) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `export { something } from "${cases[index]?.[1]}";\n`);
    }
    const args = [BIOME, "lint", "--only=style/noRestrictedImports", "--reporter=json", "--max-diagnostics=none"];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    if (!stdout.includes("{")) throw new Error(stderr);
    const { diagnostics } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as Report;
    return files.map((file) =>
      diagnostics
        .filter(({ location }) => JSON.stringify(location.path).includes(file))
        .map((diagnostic) => JSON.stringify(diagnostic))
        .join("\n"),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const forbidden: [string, string, string][] = [
  ["lib/scim/x.ts", "#lib/db/sql.ts", "pure protocol core"],
  ["lib/scim/patch/x.ts", "../../db/sql.ts", "pure protocol core"],
  ["lib/scim/x.ts", "node:crypto", "pure protocol core"],
  ["lib/scim/x.ts", "next/server", "pure protocol core"],
  ["lib/mapping/x.ts", "#lib/directory/error.ts", "runs in the browser too"],
  ["lib/mapping/x.ts", "react", "runs in the browser too"],
  ["lib/causes/x.ts", "#lib/scim/error.ts", "pure catalogue"],
  ["lib/setup/x.ts", "#lib/directory/error.ts", "are pure"],
  ["lib/simulate/x.ts", "#lib/http/services.ts", "are pure"],
  ["lib/contract/x.ts", "#lib/directory/error.ts", "imports only zod"],
  ["lib/directory/x.ts", "#lib/db/sql.ts", "never sees HTTP"],
  ["lib/directory/idp/x.ts", "../../http/services.ts", "never sees HTTP"],
  ["lib/directory/x.ts", "pg", "never sees HTTP"],
  ["lib/db/x.ts", "#lib/http/services.ts", "lib/db is storage"],
  ["lib/db/x.ts", "next/headers", "lib/db is storage"],
  ["lib/http/x.ts", "@prisma/client", "only lib/db speaks Prisma"],
  ["lib/http/x.ts", "#lib/db/generated/client.ts", "only lib/db speaks Prisma"],
  ["lib/auth/x.ts", "#app/page.tsx", "only lib/db speaks Prisma"],
  ["lib/jobs/x.ts", "#lib/http/services.ts", "A job calls a verb"],
  ["lib/webhooks/x.ts", "#lib/db/sql.ts", "addressed, signed and sent"],
  ["app/scim/v2/x.ts", "#lib/db/user-store.ts", "only lib/db speaks to the database"],
  ["app/(dashboard)/x.tsx", "pg", "only lib/db speaks to the database"],
  ["components/x.tsx", "#lib/directory/tokens.ts", "This runs in the browser"],
  ["components/ui/x.tsx", "node:fs", "This runs in the browser"],
  ["lib/client/x.ts", "#lib/http/services.ts", "This runs in the browser"],
  ["lib/client/x.ts", "next-auth", "This runs in the browser"],
];

const allowed: [string, string][] = [
  ["lib/scim/x.ts", "./error.ts"],
  ["lib/scim/patch/x.ts", "../error.ts"],
  ["lib/mapping/x.ts", "./profile.ts"],
  ["lib/mapping/x.ts", "#lib/scim/resource.ts"],
  ["lib/causes/x.ts", "#lib/contract/provider.ts"],
  ["lib/setup/x.ts", "#lib/contract/provider.ts"],
  ["lib/simulate/x.ts", "#lib/scim/resource.ts"],
  ["components/x.tsx", "#lib/setup/values.ts"],
  ["lib/contract/x.ts", "zod"],
  ["lib/directory/x.ts", "#lib/scim/error.ts"],
  ["lib/directory/x.ts", "#lib/mapping/profile.ts"],
  ["lib/directory/x.ts", "#lib/causes/advice.ts"],
  ["lib/db/x.ts", "#lib/directory/context.ts"],
  ["lib/db/x.ts", "pg"],
  ["lib/http/x.ts", "#lib/db/user-store.ts"],
  ["lib/jobs/x.ts", "#lib/directory/retention.ts"],
  ["app/scim/v2/x.ts", "#lib/http/scim-route.ts"],
  ["app/scim/v2/x.ts", "#lib/directory/idp/users.ts"],
  ["components/x.tsx", "#lib/client/request.ts"],
  ["components/x.tsx", "#lib/contract/log.ts"],
  ["components/x.tsx", "next-auth/react"],
];

let said: string[];
beforeAll(() => {
  said = lint([...forbidden, ...allowed]);
});

describe("an import through a wall fails the lint with a word about where to go instead", () => {
  test.each(forbidden.map(([path, specifier, message], index) => ({ path, specifier, message, index })))(
    "$path importing $specifier",
    ({ message, index }) => {
      expect(said[index]).toContain("noRestrictedImports");
      expect(said[index]).toContain(message);
    },
  );
});

describe("an import that the house allows passes", () => {
  test.each(allowed.map(([path, specifier], index) => ({ path, specifier, index })))(
    "$path importing $specifier",
    ({ index }) => {
      expect(said[forbidden.length + index]).toBe("");
    },
  );
});
