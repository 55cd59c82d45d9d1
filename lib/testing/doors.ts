/** The folders of app as Next matches them, so that a test can reach every door, with or without a server in between. */
import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative, resolve } from "node:path";
import { getRequestListener } from "@hono/node-server";

const APP = resolve(import.meta.dirname, "../../app");

export type Door = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
export type Doors = Readonly<Record<string, Door>>;

export interface DoorFile {
  /** Of the route.ts, below app. */
  readonly file: string;
  /** With parameters in braces, e.g. `/v1/organizations/{organizationId}`. */
  readonly path: string;
  readonly open: () => Promise<Doors>;
}

const segmentsOf = (folder: string) => folder.split("/").filter((part) => part !== "" && !/^\(.*\)$/.test(part));

const pathOf = (folder: string) =>
  `/${segmentsOf(folder)
    .map((part) => part.replace(/^\[\[?(?:\.\.\.)?(.+?)\]?\]$/, "{$1}"))
    .join("/")}`;

/** Every route.ts of the application. */
export const doorFiles: readonly DoorFile[] = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .filter((name) => /(^|\/)route\.ts$/.test(name))
  .map((name) => {
    const folder = relative(APP, join(APP, name, ".."));
    return { file: name, path: pathOf(folder), open: () => import(/* @vite-ignore */ join(APP, name)) };
  });

interface Matcher extends DoorFile {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly isCatchAll: boolean;
}

function matcherOf(door: DoorFile): Matcher {
  const names: string[] = [];
  let isCatchAll = false;
  const pattern = segmentsOf(door.file.replace(/\/?route\.ts$/, ""))
    .map((part) => {
      const [, dots, name] = /^\[{1,2}(\.\.\.)?(.+?)\]{1,2}$/.exec(part) ?? [];
      if (name === undefined) return `/${part.replace(/[.*+?^$()|]/g, "\\$&")}`;
      names.push(name);
      if (dots) isCatchAll = true;
      return dots ? "(?:/(.*))?" : "/([^/]+)";
    })
    .join("");
  return { ...door, names, isCatchAll, pattern: new RegExp(`^${pattern}/?$`) };
}

/** Next prefers fixed segments to parameters, and both to catch-alls. */
const matchers = doorFiles
  .map(matcherOf)
  .sort((a, b) => Number(a.isCatchAll) - Number(b.isCatchAll) || a.names.length - b.names.length);

/** The door behind a path, with its parameters. */
export async function findDoor(pathname: string): Promise<{ doors: Doors; params: object } | undefined> {
  for (const { pattern, names, open } of matchers) {
    const found = pattern.exec(pathname);
    if (!found) continue;
    const params = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? "")]));
    return { doors: await open(), params };
  }
  return undefined;
}

/** Answers as Next would. */
export async function answerByDoor(request: Request): Promise<Response> {
  const found = await findDoor(new URL(request.url).pathname);
  const door = found?.doors[request.method];
  if (!found || !door) return new Response(null, { status: found ? 405 : 404 });
  return door(request, { params: Promise.resolve(found.params) });
}

/** A real server with every door of the application, for clients that others wrote. */
export async function openDoorServer(): Promise<{ origin: string; port: number; close: () => Promise<void> }> {
  const server: Server = createServer(getRequestListener(answerByDoor, { overrideGlobalObjects: false }));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
