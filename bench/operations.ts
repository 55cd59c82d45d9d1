/** The operations that are measured, each as the requests an IdP would send, with what a right answer holds. */
import type { Answer } from "./load.ts";

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  /** Below the SCIM base, with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly isRight: (answer: Answer) => boolean;
}

export interface KnownPerson {
  readonly id: string;
  readonly userName: string;
}

/** What a server holds while it is measured. */
export interface World {
  readonly base: string;
  readonly token: string;
  readonly people: readonly KnownPerson[];
  /** A group of some of them. */
  readonly group: string;
  /** Those who are not in the group, at least 200. */
  readonly outsiders: readonly KnownPerson[];
  /** Another number for each turn, so that no two make the same thing. */
  nextTurn(): number;
}

export interface Turn {
  readonly world: World;
  readonly turn: number;
  call(call: Call): Promise<Answer>;
  /** As `call`, without counting its time. */
  prepare(call: Call): Promise<Answer>;
}

export interface Operation {
  readonly name: string;
  readonly connections: number;
  /** The share of the ceiling's throughput to reach (docs/performance.md). */
  readonly must: number;
  readonly aim: number;
  turn(turn: Turn): Promise<void>;
}

/** People in the group whose members come and go, unless said otherwise. */
export const GROUP_SIZE = 1_000;
const CONNECTIONS = 16;

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

export const userNameOf = (number: number) => `person.${number}@bench.example`;

/** The whole body that Okta sends of a person (interop case OK-06, with the enterprise attributes). */
export function oktaBody(userName: string, title = "Engineer") {
  return {
    schemas: [USER, ENTERPRISE],
    userName,
    name: { givenName: "Ada", familyName: "Benchmark" },
    emails: [{ primary: true, value: userName, type: "work" }],
    displayName: `Ada Benchmark ${userName}`,
    title,
    locale: "en-US",
    externalId: `00u${userName}`,
    groups: [],
    active: true,
    [ENTERPRISE]: { department: "Research", employeeNumber: userName.slice(0, 12) },
  };
}

const filtered = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;
const patch = (operations: object[]) => ({ schemas: [PATCH], Operations: operations });
const says = (status: number, text: string) => (answer: Answer) =>
  answer.status === status && answer.body.includes(text);
const isDone = ({ status }: Answer) => status === 200 || status === 204;

/** Spread over everybody, whatever the order of turns. */
function somebody({ world, turn }: Turn): KnownPerson {
  const person = world.people[(turn * 7_919) % world.people.length];
  if (!person) throw new Error("There is nobody to ask for.");
  return person;
}

const get = (turn: Turn): Call => {
  const { id, userName } = somebody(turn);
  return { method: "GET", path: `/Users/${id}`, isRight: says(200, userName) };
};
const match = (turn: Turn): Call => {
  const isMiss = turn.turn % 10 === 0;
  const userName = isMiss ? `nobody.${turn.turn}@bench.example` : somebody(turn).userName;
  const text = isMiss ? '"totalResults":0' : userName;
  return { method: "GET", path: filtered(`userName eq "${userName}"`), isRight: says(200, text) };
};
const create = ({ turn }: Turn): Call => {
  const userName = `new.${turn}@bench.example`;
  return { method: "POST", path: "/Users", body: oktaBody(userName), isRight: says(201, userName) };
};
const patchTwo = (turn: Turn): Call => {
  const title = `Title ${turn.turn}`;
  const operations = [
    { op: "Replace", path: "displayName", value: `Ada ${turn.turn}` },
    { op: "Replace", path: "title", value: title },
  ];
  return { method: "PATCH", path: `/Users/${somebody(turn).id}`, body: patch(operations), isRight: says(200, title) };
};
const memberOp = (op: "add" | "remove", group: string, ids: readonly string[]): Call => {
  const operation =
    op === "add"
      ? { op, path: "members", value: ids.map((value) => ({ value })) }
      : ids.length === 1
        ? { op, path: `members[value eq "${ids[0]}"]` }
        : { op, path: "members", value: ids.map((value) => ({ value })) };
  return { method: "PATCH", path: `/Groups/${group}`, body: patch([operation]), isRight: isDone };
};

/** `count` people who are not in the group, others for each turn. */
function chooseOutsiders({ world, turn }: Turn, count: number): string[] {
  const from = (turn * count) % (world.outsiders.length - count + 1);
  return world.outsiders.slice(from, from + count).map(({ id }) => id);
}

async function backfill({ world, turn, call }: Turn): Promise<void> {
  const userName = `joiner.${turn}@bench.example`;
  await call({ method: "GET", path: filtered(`userName eq "${userName}"`), isRight: says(200, '"totalResults":0') });
  const made = await call({ method: "POST", path: "/Users", body: oktaBody(userName), isRight: says(201, userName) });
  await call(memberOp("add", world.group, [JSON.parse(made.body).id]));
}

/** Of twenty requests: 12 look-ups, 3 reads, 2 changes, 2 new people, 1 change of a group. */
async function mixed(turn: Turn): Promise<void> {
  const kind = turn.turn % 20;
  if (kind < 12) await turn.call(match(turn));
  else if (kind < 15) await turn.call(get(turn));
  else if (kind < 17) await turn.call(patchTwo(turn));
  else if (kind < 19) await turn.call(create(turn));
  else await turn.call(memberOp("add", turn.world.group, chooseOutsiders(turn, 1)));
}

const READ = { connections: CONNECTIONS, must: 0.6, aim: 0.8 };
const CHANGE = { connections: CONNECTIONS, must: 0.4, aim: 0.6 };

/** A page far behind, measured by `growth.ts` alone. */
export const CURSOR_PAGE = "list-cursor";

export const OPERATIONS: readonly Operation[] = [
  { name: "get", ...READ, turn: async (turn) => void (await turn.call(get(turn))) },
  { name: "match", ...READ, turn: async (turn) => void (await turn.call(match(turn))) },
  {
    name: "match-email",
    ...READ,
    async turn(turn) {
      const { userName } = somebody(turn);
      const path = filtered(`emails[type eq "work"].value eq "${userName}"`);
      await turn.call({ method: "GET", path, isRight: says(200, userName) });
    },
  },
  {
    name: "list-100",
    connections: CONNECTIONS,
    must: 0.75,
    aim: 0.9,
    async turn({ world, turn, call }) {
      const start = 1 + ((turn * 7_919) % Math.max(1, world.people.length - 100));
      const isRight = ({ status, body }: Answer) => status === 200 && body.includes('"itemsPerPage":100');
      await call({ method: "GET", path: `/Users?startIndex=${start}&count=100`, isRight });
    },
  },
  { name: "patch", ...CHANGE, turn: async (turn) => void (await turn.call(patchTwo(turn))) },
  {
    name: "patch-active",
    ...CHANGE,
    async turn(turn) {
      const { id } = somebody(turn);
      const to = (active: boolean): Call => ({
        method: "PATCH",
        path: `/Users/${id}`,
        body: patch([{ op: "replace", value: { active } }]),
        isRight: says(200, `"active":${active}`),
      });
      await turn.call(to(Math.floor(turn.turn / turn.world.people.length) % 2 === 1));
    },
  },
  {
    name: "put",
    ...CHANGE,
    async turn(turn) {
      const { id, userName } = somebody(turn);
      const title = `Title ${turn.turn}`;
      const body = oktaBody(userName, title);
      await turn.call({ method: "PUT", path: `/Users/${id}`, body, isRight: says(200, title) });
    },
  },
  {
    name: "create",
    connections: CONNECTIONS,
    must: 0.35,
    aim: 0.6,
    turn: async (turn) => void (await turn.call(create(turn))),
  },
  {
    name: "group-create",
    ...CHANGE,
    async turn({ turn, call }) {
      const displayName = `Group ${turn}`;
      const body = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName };
      await call({ method: "POST", path: "/Groups", body, isRight: says(201, displayName) });
    },
  },
  {
    name: "group-read",
    ...READ,
    async turn({ world, call }) {
      const path = `/Groups/${world.group}?excludedAttributes=members`;
      await call({ method: "GET", path, isRight: says(200, world.group) });
    },
  },
  {
    name: "group-add-100",
    ...CHANGE,
    connections: 1,
    async turn(turn) {
      const ids = chooseOutsiders(turn, 100);
      await turn.call(memberOp("add", turn.world.group, ids));
      await turn.prepare(memberOp("remove", turn.world.group, ids));
    },
  },
  {
    name: "group-add-1",
    ...CHANGE,
    async turn(turn) {
      const ids = chooseOutsiders(turn, 1);
      await turn.call(memberOp("add", turn.world.group, ids));
      await turn.prepare(memberOp("remove", turn.world.group, ids));
    },
  },
  {
    name: "group-remove-1",
    ...CHANGE,
    async turn(turn) {
      const ids = chooseOutsiders(turn, 1);
      await turn.prepare(memberOp("add", turn.world.group, ids));
      await turn.call(memberOp("remove", turn.world.group, ids));
    },
  },
  { name: "mixed", connections: CONNECTIONS, must: 0.35, aim: 0.6, turn: mixed },
  { name: "backfill", connections: CONNECTIONS, must: 0.35, aim: 0.6, turn: backfill },
];
