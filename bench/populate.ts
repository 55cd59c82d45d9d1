/** Fills a server with people and a group, by its own API, and remembers them. */
import { Agent, request } from "node:http";
import { GROUP_SIZE, type KnownPerson, oktaBody, userNameOf, type World } from "./operations.ts";
import type { Server } from "./servers.ts";

const AT_ONCE = 16;

function post(server: Server, path: string, body: object, agent: Agent): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${server.token}`, "content-type": "application/scim+json" };
    const sent = request(`${server.origin}/scim/v2${path}`, { method: "POST", agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 201) resolve(JSON.parse(text));
        else
          reject(
            new Error(`POST ${path} at ${server.name} was answered ${response.statusCode}: ${text.slice(0, 300)}`),
          );
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}

/** Another number for each turn of a world. */
export function turns(from = 0): () => number {
  let turn = from;
  return () => turn++;
}

/** @param count at least twice `GROUP_SIZE`, so that there are people outside the group */
export async function populate(server: Server, count: number, say: (line: string) => void): Promise<World> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const people: KnownPerson[] = new Array(count);
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        const number = next++;
        const userName = userNameOf(number);
        people[number] = { id: (await post(server, "/Users", oktaBody(userName), agent)).id, userName };
        if (number % 500 === 499) say(`${server.name}: ${number + 1} of ${count} people`);
      }
    }),
  );
  const members = people.slice(0, GROUP_SIZE).map(({ id }) => ({ value: id }));
  const group = await post(server, "/Groups", { displayName: "Everybody", members }, agent);
  agent.destroy();
  return {
    base: `${server.origin}/scim/v2`,
    token: server.token,
    people,
    group: group.id,
    outsiders: people.slice(GROUP_SIZE),
    nextTurn: turns(),
  };
}
