// @ts-check
/**
 * Keeps once what Turbopack writes anew for each route: files of the server's code that hold the same modules. Node loads a
 * file by its real path, so with links in their place it reads, compiles and remembers one instead of a hundred
 * (docs/decisions/0026).
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./stamps.mjs";

const FOLDERS = ["chunks", "chunks/ssr"];
/** The only line that differs: each names its own map. */
const MAP_COMMENT = /\n\/\/# sourceMappingURL=[^\n]*\s*$/;

/** @param {string} file */
const contentOf = (file) =>
  createHash("sha256").update(readFileSync(file, "utf8").replace(MAP_COMMENT, "")).digest("base64url");

/**
 * @param {string} server the folder that Next built for the server, such as `.next/server`
 * @returns {number} how many files became links
 */
export function shareChunks(server) {
  return FOLDERS.map((folder) => shareIn(join(server, folder))).reduce((sum, shared) => sum + shared, 0);
}

/** @param {string} folder */
function shareIn(folder) {
  if (!existsSync(folder)) return 0;
  /** @type {Map<string, string>} */
  const kept = new Map();
  let shared = 0;
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile() && entry.name.endsWith(".js"))) {
    const content = contentOf(join(folder, name));
    const same = kept.get(content);
    if (same === undefined) kept.set(content, name);
    else if (link(folder, same, name)) shared += 1;
  }
  return shared;
}

/**
 * @param {string} folder
 * @param {string} target
 * @param {string} name
 */
function link(folder, target, name) {
  const file = join(folder, name);
  try {
    symlinkSync(target, `${file}.link`);
  } catch {
    // Windows allows links to some only; twice the same is slower and not wrong.
    return false;
  }
  renameSync(`${file}.link`, file);
  rmSync(`${file}.map`, { force: true });
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) shareChunks(join(root, ".next/server"));
