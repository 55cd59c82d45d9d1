/** What a provider sends when somebody joins, moves or leaves, and when a group is pushed: request by request. */
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { makePeople } from "./people.ts";
import type { Account, LinkedAccount, PushedGroup, WireRequest, Wording } from "./wire.ts";
import { isLinked, isLinkedGroup } from "./wire.ts";

export interface ScenarioAnswer {
  readonly status: number;
  readonly body: JsonObject | undefined;
}

/** Yields each request and is given its answer. */
export type Script = Generator<WireRequest, void, ScenarioAnswer>;

/** The person a test run is about; the name says so wherever it is read. `id`: known from a run before. */
export function testPerson(seed: number, id: string | undefined, active: boolean): Account {
  const [made] = makePeople({ count: 1, seed, domain: "rollcall-test.example" });
  if (!made) throw new Error("No person was made.");
  const marked = <Kind extends { displayName: string }>(profile: Kind): Kind => ({
    ...profile,
    displayName: `${made.givenName} ${made.familyName} (test)`,
  });
  const unique = (address: string) => address.replace("@", `.${seed.toString(36)}@`);
  const person = {
    ...made,
    userName: unique(made.userName),
    email: unique(made.email),
    mailNickname: `${made.mailNickname}.${seed.toString(36)}`,
    hiredAs: marked(made.hiredAs),
    later: { ...marked(made.later), title: made.later.title ?? "Senior Test Engineer" },
  };
  return { person, profile: person.hiredAs, state: id ? "linked" : "unknown", id, active };
}

/** The group of a test run. */
export function testGroup(seed: number, id: string | undefined, members: Account[]): PushedGroup {
  const name = `Test group ${seed.toString(36)}`;
  const plan = { objectId: `rollcall-test-${seed.toString(36)}`, name, laterName: name, members: [0] };
  return { plan, name, id, members };
}

const idOf = (body: JsonObject | undefined) => (typeof body?.id === "string" ? body.id : undefined);

function firstId(body: JsonObject | undefined): string | undefined {
  const [first] = Array.isArray(body?.Resources) ? body.Resources : [];
  return typeof first === "object" && first !== null && !Array.isArray(first) ? idOf(first) : undefined;
}

/** Looks the person up, and creates whom it does not find. */
export function* joiner(form: Wording, account: Account): Script {
  yield form.testCall();
  for (const request of form.matchUser(account)) {
    const { body } = yield request;
    account.id ??= firstId(body);
    if (account.id) break;
  }
  if (isLinked(account)) {
    yield* setActive(form, account, true);
    return;
  }
  const { body } = yield form.createUser(account);
  account.id = idOf(body);
  account.active = account.id !== undefined;
}

function* readFirst(form: Wording, account: LinkedAccount): Generator<WireRequest, JsonObject, ScenarioAnswer> {
  if (!form.readsBeforeWriting) return {};
  const { body } = yield form.readUser(account);
  return body ?? {};
}

function* setActive(form: Wording, account: LinkedAccount, active: boolean): Script {
  const read = yield* readFirst(form, account);
  const { status } = yield form.setActive(account, active, read);
  if (status < 300) account.active = active;
}

/** Another job, another department. */
export function* mover(form: Wording, account: Account): Script {
  if (!isLinked(account)) return;
  const read = yield* readFirst(form, account);
  account.profile = account.person.later;
  yield form.updateUser(account, read);
}

/** Switched off, not deleted. */
export function* leaver(form: Wording, account: Account): Script {
  if (isLinked(account)) yield* setActive(form, account, false);
}

/** Looks the group up, creates it if it is not there, and sends its members. */
export function* groupPush(form: Wording, group: PushedGroup): Script {
  const { body: found } = yield form.matchGroup(group, group.name);
  group.id ??= firstId(found);
  const wasThere = group.id !== undefined;
  if (!wasThere) {
    const { body } = yield form.createGroup(group);
    group.id = idOf(body);
  }
  if (!isLinkedGroup(group)) return;
  for (const request of form.pushMembers(group, wasThere)) yield request;
  for (const request of form.afterMembers(group)) yield request;
}

/** As it may be shown: without the password that Okta makes up. */
export function withoutPassword(body: JsonObject | undefined): JsonValue {
  if (!body) return null;
  const { password: _, ...shown } = body;
  return shown;
}
