/**
 * How long the server takes for each page of a directory with 100,000 people and 1,000,000 log entries, and the dashboard's
 * reads behind them: `node bench/pages.ts [people] [entries]`. Needs a build; measures the whole HTML on a signed-in session.
 */
import { v7 } from "uuid";
import { openPostgres } from "#lib/db/database.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { copyMembers, copyPeople } from "./fill.ts";
import { seedLog } from "./log-seed.ts";
import { userNameOf } from "./operations.ts";
import { startRollcall } from "./servers.ts";

const PEOPLE = Number(process.argv[2] ?? 100_000);
const ENTRIES = Number(process.argv[3] ?? 1_000_000);
const LIMIT_MS = 300;
const say = (line: string) => console.error(line);
process.env.ADMIN_EMAIL = "admin@example.com";
process.env.ADMIN_PASSWORD = `bench ${v7()}`;

const postgres = await startPostgres({ durable: true, say });
const server = await startRollcall({ databaseUrl: postgres.url });
const { origin } = server;
try {
  const jar = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(`${origin}${path}`, {
      ...init,
      redirect: "manual",
      headers: { origin, cookie, ...(init.headers as Record<string, string>) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  };
  const post = async <Answer>(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await ask(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const { csrfToken } = (await (await ask("/api/auth/csrf")).json()) as { csrfToken: string };
  await ask("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      csrfToken,
      json: "true",
      email: process.env.ADMIN_EMAIL,
      password: process.env.ADMIN_PASSWORD,
    }).toString(),
  });
  const organization = await post<{ id: string }>("/api/organizations", { name: "Bench" });
  jar.set("rollcall-organization", organization.id);
  const directory = await post<{ id: string }>(`/api/organizations/${organization.id}/directories`, {
    name: "Entra",
    provider: "entra",
  });
  const { token } = await post<{ token: string }>(`/api/directories/${directory.id}/tokens`, { name: "Bench" });
  const scim = <Answer>(path: string, body: object) =>
    post<Answer>(`/scim/v2${path}`, body, { authorization: `Bearer ${token}` });
  const userName = userNameOf(0);
  const person = await scim<{ id: string }>("/Users", {
    userName,
    displayName: "Person",
    emails: [{ value: userName, primary: true }],
  });
  await copyPeople(postgres.url, { id: person.id, userName }, { from: 1, to: PEOPLE, say });
  const group = await scim<{ id: string }>("/Groups", { displayName: "Everybody", members: [{ value: person.id }] });
  await copyMembers(postgres.url, group.id, 1, Math.min(PEOPLE, 10_000));
  for (let at = 0; at < 200; at += 1)
    await scim("/Groups", { displayName: `Group ${at}`, members: [{ value: person.id }] });
  const database = await openPostgres(postgres.url);
  await seedLog(database.sql, directory.id, ENTRIES, say);
  await database.sql.query("analyze");
  await database.close();

  const at = `/directory-sync/${directory.id}`;
  const api = `/api/directories/${directory.id}`;
  const own = `/api/organizations/${organization.id}`;
  const paths: Record<string, string> = {
    "page: list of directories": "/directory-sync",
    "page: overview": at,
    "page: setup": `${at}/setup`,
    "page: tokens": `${at}/tokens`,
    "page: mapping": `${at}/mapping`,
    "page: roles": `${at}/roles`,
    "page: log": `${at}/log`,
    "page: log, refused": `${at}/log?outcome=refused`,
    "page: log by cause": `${at}/log?view=causes`,
    "page: users": `${at}/users`,
    "page: users, searched": `${at}/users?q=person.777`,
    "page: users by name": `${at}/users?sort=name`,
    "page: users by change": `${at}/users?sort=updated`,
    "page: a user": `${at}/users/${person.id}`,
    "page: groups": `${at}/groups`,
    "page: groups by members": `${at}/groups?sort=members`,
    "page: a group of 10,000": `${at}/groups/${group.id}`,
    "page: members": "/members",
    "page: members, searched": "/members?q=person.777",
    "page: settings": "/settings",
    "page: audit log": "/audit",
    "page: events": "/directory-sync/events",
    "page: webhooks": "/directory-sync/webhooks",
    "read: health": `${api}/health`,
    "read: chart of 30 days": `${api}/log/histogram?last=30d&timeZone=UTC`,
    "read: token usage": `${api}/tokens/usage`,
    "read: notices": `${own}/notices`,
    "read: history of a group": `${api}/groups/${group.id}/history`,
    "read: search everything": `${own}/search?q=person.777`,
  };
  let slow = 0;
  for (const [name, path] of Object.entries(paths)) {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const from = performance.now();
      const response = await ask(path);
      await response.text();
      times.push(performance.now() - from);
      if (response.status !== 200) say(`${path}: ${response.status}`);
    }
    const [first = 0] = times;
    const median = times.toSorted((one, other) => one - other)[2] ?? 0;
    const isSlow = median > LIMIT_MS;
    if (isSlow) slow += 1;
    console.log(
      `${name.padEnd(34)} first ${first.toFixed(0).padStart(5)} ms   median ${median.toFixed(0).padStart(5)} ms${isSlow ? "   over" : ""}`,
    );
  }
  console.log(
    `${slow} of ${Object.keys(paths).length} over ${LIMIT_MS} ms, with ${PEOPLE} people and ${ENTRIES} entries`,
  );
} finally {
  await server.stop();
  await postgres.stop();
}
