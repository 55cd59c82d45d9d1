import type { JsonObject } from "#lib/scim/resource.ts";
import type { Account, LinkedAccount, LinkedGroup, PushedGroup, WireRequest } from "#lib/simulate/wire.ts";
import { isLinked, isLinkedGroup, linkedMembers, nameOf, userPath } from "#lib/simulate/wire.ts";
import type { BodyCheck, Expectation } from "./expectations.ts";
import { all, hasMembers, hasProfile, isGroup, isList, isUser, listed } from "./expectations.ts";
import type { Session } from "./session.ts";

/** Changes for each person. */
const CHANGES_EACH = 4;
/** The longest that a request waits before it is cut off: shorter than most answers take. */
const CUT_OFF_MS = 12;

type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(random: Random, list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

/** What may come back for a request that is sent more than once. */
interface Repeatable {
  readonly once: Expectation;
  /** Where the first try may have been carried out, answered or not. */
  readonly again?: Expectation;
}

/**
 * A provider on its worst day: changes of people and groups in no order, side by side; requests that are sent twice at
 * once, or cut off before their answer and sent again. One person's or group's own changes stay in order, as every
 * provider keeps them. A last full cycle brings everything to what the provider has, and then all of it is read and compared.
 */
export async function causeChaos(session: Session, seed: number): Promise<void> {
  const chaos = chaosOf(session, randomFrom(seed));
  const steps = session.accounts.flatMap((account) => Array.from({ length: CHANGES_EACH }, () => account));
  await session.each(shuffled(chaos.random, steps), (account) => chaos.step(account));
  await session.each(session.accounts, (account) => chaos.settlePerson(account));
  await session.each(session.groups, (group) => chaos.settleGroup(group));
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const shuffling = list.map((item) => ({ item, at: random() }));
  return shuffling.sort((left, right) => left.at - right.at).map(({ item }) => item);
}

function chaosOf(session: Session, random: Random) {
  const { form } = session;
  const queues = new Map<object, Promise<void>>();

  /** One after the other for the same person or group. */
  function inTurn(subject: object, work: () => Promise<void>): Promise<void> {
    const turn = (queues.get(subject) ?? Promise.resolve()).then(work);
    queues.set(
      subject,
      turn.catch(() => {}),
    );
    return turn;
  }

  /** Sends a request plainly, twice at once, or again after it was cut off. @returns the body of the last answer */
  async function send(request: WireRequest, { once, again = once }: Repeatable): Promise<JsonObject | undefined> {
    const manner = random();
    if (manner < 0.15) {
      const [first, second] = await Promise.all([session.send(request, again), session.send(request, again)]);
      return (first.answer.status < 300 ? first : second).answer.body;
    }
    const isCut = manner < 0.35;
    if (isCut) await session.cutOff(request, 1 + random() * CUT_OFF_MS);
    return (await session.send(request, isCut ? again : once)).answer.body;
  }

  async function create(account: Account): Promise<void> {
    const body = await send(form.createUser(account), {
      once: { body: all(isUser(account, true), hasProfile(profileOf(account))) },
      again: { status: [201, 409] },
    });
    account.id = typeof body?.id === "string" ? body.id : await findPerson(account);
    if (!isLinked(account)) return;
    account.active = true;
    account.state = "linked";
  }

  /** After a 409 the provider looks up who is in its way. */
  async function findPerson(account: Account): Promise<string | undefined> {
    const [byName] = form.matchUser(account);
    if (byName === undefined) return undefined;
    const { answer } = await session.send(byName, { body: isList({ least: 1, most: 1 }) });
    const [found] = listed(answer.body);
    return typeof found?.id === "string" ? found.id : undefined;
  }

  async function remove(account: LinkedAccount): Promise<void> {
    await send(form.deleteUser(account), { once: {}, again: { status: [204, 404] } });
    Object.assign(account, { id: undefined, active: false, state: "deleted" });
  }

  const reads = async (account: LinkedAccount): Promise<JsonObject> =>
    (await session.send(form.readUser(account), { body: isUser(account, account.active) })).answer.body ?? {};

  async function setActive(account: LinkedAccount, active: boolean): Promise<void> {
    const read = form.readsBeforeWriting ? await reads(account) : {};
    await send(form.setActive(account, active, read), { once: { body: isUser(account, active) } });
    account.active = active;
  }

  async function updateProfile(account: LinkedAccount): Promise<void> {
    const read = form.readsBeforeWriting ? await reads(account) : {};
    account.profile = account.profile === account.person.later ? account.person.hiredAs : account.person.later;
    const check = all(isUser(account, account.active), hasProfile(profileOf(account)));
    await send(form.updateUser(account, read), { once: { body: check } });
  }

  /** Somebody else's habit: the whole resource as it was read, with one thing changed. */
  async function put(account: LinkedAccount): Promise<void> {
    const body: JsonObject = { ...(await reads(account)), nickName: `put ${Math.floor(random() * 1_000)}` };
    const request: WireRequest = {
      kind: "update user",
      what: `put ${nameOf(account)}`,
      method: "PUT",
      path: userPath(account),
      body,
    };
    const kept: BodyCheck = ({ nickName }) => (nickName === body.nickName ? undefined : "the nickName was not kept");
    await send(request, { once: { body: all(isUser(account, account.active), kept) } });
  }

  async function changePerson(account: Account): Promise<void> {
    if (!isLinked(account)) return create(account);
    const dice = random();
    if (dice < 0.3) return updateProfile(account);
    if (dice < 0.5) return put(account);
    if (dice < 0.75) return setActive(account, !account.active);
    return form.deletesUsers ? remove(account) : updateProfile(account);
  }

  async function createGroup(group: PushedGroup): Promise<void> {
    const body = await send(form.createGroup(group), {
      once: { body: isGroup(group) },
      again: { status: [201, 409] },
    });
    group.id = typeof body?.id === "string" ? body.id : await findGroup(group);
    group.members = [];
  }

  async function findGroup(group: PushedGroup): Promise<string | undefined> {
    const { answer } = await session.send(form.matchGroup(group, group.name), { body: isList({ least: 1, most: 1 }) });
    const [found] = listed(answer.body);
    return typeof found?.id === "string" ? found.id : undefined;
  }

  async function renameGroup(group: LinkedGroup): Promise<void> {
    const { name, laterName } = group.plan;
    const next = group.name === name ? laterName : name;
    const { problem } = await session.send(form.renameGroup(group, next));
    if (problem === undefined) group.name = next;
  }

  async function changeMembers(group: LinkedGroup): Promise<void> {
    const linked = session.accounts.filter(isLinked);
    const joining = pick(random, linked);
    const leaving = pick(random, group.members.filter(isLinked));
    const change = {
      joining: joining && !group.members.includes(joining) ? [{ ...joining }] : [],
      leaving: leaving && leaving !== joining ? [{ ...leaving }] : [],
    };
    group.members = group.members.filter((member) => member !== leaving || leaving === joining);
    if (joining && change.joining.length > 0) group.members.push(joining);
    // Whoever is deleted meanwhile is nobody for the server: it takes the request all the same.
    for (const request of form.changeMembers(group, change)) await send(request, { once: {} });
  }

  async function changeGroup(group: PushedGroup): Promise<void> {
    if (!isLinkedGroup(group)) return createGroup(group);
    const dice = random();
    if (dice < 0.75) return changeMembers(group);
    if (dice < 0.9) return renameGroup(group);
    await send(form.deleteGroup(group), { once: {}, again: { status: [204, 404] } });
    Object.assign(group, { id: undefined, members: [] });
  }

  async function step(account: Account): Promise<void> {
    const group = random() < 0.35 ? pick(random, session.groups) : undefined;
    if (group) await inTurn(group, () => changeGroup(group));
    else await inTurn(account, () => changePerson(account));
  }

  /** A full cycle sends once more what each person is, and then looks. */
  async function settlePerson(account: Account): Promise<void> {
    if (!isLinked(account)) {
      if (account.state !== "deleted") return;
      const [byName] = form.matchUser(account);
      if (byName) await session.send(byName, { body: isList({ most: 0 }) });
      return;
    }
    await session.send(form.updateUser(account, form.readsBeforeWriting ? await reads(account) : {}));
    const read = form.readsBeforeWriting ? await reads(account) : {};
    await session.send(form.setActive(account, account.active, read));
    const check = all(isUser(account, account.active), hasProfile(profileOf(account)));
    await session.send(form.readUser(account), { body: check });
  }

  async function settleGroup(group: PushedGroup): Promise<void> {
    if (!isLinkedGroup(group)) return;
    group.members = [...new Set(group.members)].filter(isLinked);
    const there = await membersOf(group);
    const wanted = linkedMembers(group);
    const known = new Map(session.accounts.filter(isLinked).map((account) => [account.id, account]));
    const leaving = [...there].flatMap((id) => known.get(id) ?? []).filter((account) => !wanted.includes(account));
    const change = { joining: wanted.filter(({ id }) => !there.has(id)), leaving };
    for (const request of form.changeMembers(group, change)) await session.send(request);
    await session.send(form.readGroup(group, true), { body: all(isGroup(group), hasMembers(group, true)) });
  }

  async function membersOf(group: LinkedGroup): Promise<Set<string>> {
    const { answer } = await session.send(form.readGroup(group, true), { body: isGroup(group) });
    const members = Array.isArray(answer.body?.members) ? answer.body.members : [];
    return new Set(members.map((member) => String((member as JsonObject).value)));
  }

  return { random, step, settlePerson, settleGroup };
}

/** A mobile number that an earlier update has set stays when the provider goes back to a profile without one. */
const profileOf = (account: Account): Account => ({ ...account, profile: { ...account.profile, mobile: undefined } });
