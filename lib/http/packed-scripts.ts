/** Next compresses with gzip alone; Brotli makes the dashboard's scripts a seventh smaller still. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const SCRIPT = /^\/_next\/(static\/(?:[\w~-][\w.~-]*\/)*[\w~-][\w.~-]*\.js)$/;
const pack = promisify(brotliCompress);

/** Answers for scripts of the build in `folder`; `false` leaves the request to Next. Each is packed once, then kept. */
export function packedScripts(folder: string) {
  const packed = new Map<string, Promise<Buffer>>();
  const packedFile = (file: string) => {
    const known = packed.get(file) ?? readFile(join(folder, file)).then((script) => pack(script));
    packed.set(file, known);
    known.catch(() => packed.delete(file));
    return known;
  };
  return async ({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const file = SCRIPT.exec(url ?? "")?.[1];
    const wanted =
      method === "GET" && /\bbr\b(?!\s*;\s*q=0(?![.\d]*[1-9]))/.test(String(headers["accept-encoding"] ?? ""));
    if (!file || !wanted) return false;
    const body = await packedFile(file).catch(() => undefined);
    if (!body) return false;
    response.writeHead(200, {
      "content-type": "application/javascript; charset=utf-8",
      "content-encoding": "br",
      "content-length": body.length,
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
      "x-content-type-options": "nosniff",
    });
    response.end(body);
    return true;
  };
}
