import { expect } from "vitest";
import type { JsonObject } from "#lib/scim/resource.ts";
import type { ScimClient, ScimReply } from "./scim-client.ts";

/** Numbers that look random and are the same for the same seed (mulberry32). @returns 0 ≤ n < 1 */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a person must be by now. */
interface Person {
  readonly id: string;
  readonly userName: string;
  externalId: string;
  title: string | undefined;
  active: boolean;
  version: number;
}

/** What changed, by the answers: to be compared with the events. */
export interface Told {
  readonly created: string[];
  readonly updated: string[];
  readonly deleted: string[];
  /** `<group> <person>`, one for each time the person came or went. */
  readonly joined: string[];
  readonly left: string[];
}

/**
 * One IdP client with people of its own in groups it shares with others, and what it must see: whatever the others do,
 * its own people, their versions, their place in the groups and the values that wait are as if it were alone.
 */
export class ModelClient {
  readonly people = new Map<string, Person>();
  /** By group: ids of own people in it. */
  readonly members: Map<string, Set<string>>;
  /** By group: own values that wait in it, folded. */
  readonly waiting: Map<string, Set<string>>;
  /** By group: how often this client's changes gave it a new version. */
  readonly bumps: Map<string, number>;
  readonly told: Told = { created: [], updated: [], deleted: [], joined: [], left: [] };
  private readonly idp: ScimClient;
  private readonly name: string;
  private readonly groups: readonly string[];
  private readonly random: () => number;

  constructor(idp: ScimClient, name: string, groups: readonly string[], random: () => number) {
    this.idp = idp;
    this.name = name;
    this.groups = groups;
    this.random = random;
    this.members = new Map(groups.map((group) => [group, new Set()]));
    this.waiting = new Map(groups.map((group) => [group, new Set()]));
    this.bumps = new Map(groups.map((group) => [group, 0]));
  }

  /** Does one thing and checks the answer. @returns what it did, for the message of a failure */
  async step(): Promise<string> {
    const [name, act] = this.pick(this.commands);
    await act.call(this);
    return name;
  }

  private readonly commands: readonly [string, () => Promise<void>][] = [
    ["create", this.create],
    ["create", this.create],
    ["create again", this.createAgain],
    ["patch a person", this.patchPerson],
    ["put a person", this.putPerson],
    ["change nothing", this.changeNothing],
    ["change with a stale version", this.changeStale],
    ["rename by externalId", this.changeExternalId],
    ["delete", this.remove],
    ["read", this.read],
    ["add members", this.addMembers],
    ["add members", this.addMembers],
    ["remove a member", this.removeMember],
    ["remove members by value", this.removeMembers],
    ["read a group", this.readGroup],
  ];

  private pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)] as Item;
  }
  private somebody = () => (this.people.size > 0 ? this.pick([...this.people.values()]) : undefined);
  private number = () => Math.floor(this.random() * 12);

  private expectPerson({ status, body, headers, text }: ScimReply, person: Person, expected: number): void {
    expect(status, text).toBe(expected);
    expect(body).toMatchObject({ id: person.id, userName: person.userName, active: person.active });
    expect(body.externalId).toBe(person.externalId);
    expect(body.title).toBe(person.title);
    expect((body.meta as JsonObject).version).toBe(`W/"${person.version}"`);
    expect(headers.get("etag")).toBe(`W/"${person.version}"`);
    const groups = ((body.groups ?? []) as JsonObject[]).map(({ value }) => value).sort();
    expect(groups, text).toEqual(this.groups.filter((group) => this.members.get(group)?.has(person.id)).sort());
  }

  /** The person comes to answer to these values: who was waited for by one of them joins. */
  private arrive(person: Person): void {
    const keys = [person.externalId, person.userName].map((key) => key.toLowerCase());
    for (const group of this.groups) {
      const waiting = this.waiting.get(group);
      const isWaitedFor = keys.filter((key) => waiting?.delete(key)).length > 0;
      if (isWaitedFor && !this.members.get(group)?.has(person.id)) this.join(group, person.id, true);
    }
  }

  private join(group: string, id: string, isBump: boolean): void {
    this.members.get(group)?.add(id);
    this.told.joined.push(`${group} ${id}`);
    if (isBump) this.bump(group);
  }
  private bump = (group: string) => this.bumps.set(group, (this.bumps.get(group) ?? 0) + 1);

  private async create(): Promise<void> {
    const n = this.number();
    const userName = `${this.name}-User${n}`;
    const known = [...this.people.values()].find((person) => person.userName === userName);
    const externalId = `${this.name}-x${n}`;
    const reply = await this.idp.post("/Users", { userName, externalId });
    if (known) {
      expect(reply.status, reply.text).toBe(409);
      expect(reply.body.scimType).toBe("uniqueness");
      return;
    }
    const person = { id: reply.body.id, userName, externalId, title: undefined, active: true, version: 1 };
    this.people.set(person.id, person);
    this.told.created.push(person.id);
    this.arrive(person);
    this.expectPerson(reply, person, 201);
  }

  private async createAgain(): Promise<void> {
    const person = this.somebody();
    if (!person) return;
    const reply = await this.idp.post("/Users", { userName: person.userName.toUpperCase() });
    expect(reply.status, reply.text).toBe(409);
    const found = await this.idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${person.userName}"`)}`);
    expect(found.body.Resources?.map(({ id }) => id)).toEqual([person.id]);
  }

  private async patchPerson(): Promise<void> {
    const person = this.somebody();
    if (!person) return;
    const title = `t${this.number()}`;
    const active = this.random() < 0.5;
    const isChange = title !== person.title || active !== person.active;
    const headers: Record<string, string> = this.random() < 0.5 ? { "if-match": `W/"${person.version}"` } : {};
    const reply = await this.idp.patch(`/Users/${person.id}`, [{ op: "replace", value: { title, active } }], {
      headers,
    });
    this.changed(person, isChange, { title, active });
    this.expectPerson(reply, person, 200);
  }

  private changed(person: Person, isChange: boolean, change: Partial<Pick<Person, "title" | "active" | "externalId">>) {
    Object.assign(person, change);
    if (!isChange) return;
    person.version++;
    this.told.updated.push(person.id);
  }

  private async putPerson(): Promise<void> {
    const person = this.somebody();
    if (!person) return;
    const title = this.random() < 0.5 ? undefined : `t${this.number()}`;
    const { userName, externalId, active } = person;
    const reply = await this.idp.put(`/Users/${person.id}`, { userName, externalId, active, ...(title && { title }) });
    this.changed(person, title !== person.title, { title });
    this.expectPerson(reply, person, 200);
  }

  private async changeNothing(): Promise<void> {
    const person = this.somebody();
    if (!person) return;
    const reply = await this.idp.patch(`/Users/${person.id}`, [
      { op: "replace", path: "active", value: person.active },
    ]);
    this.expectPerson(reply, person, 200);
  }

  private async changeStale(): Promise<void> {
    const person = this.somebody();
    if (!person) return;
    const headers = { "if-match": `W/"${person.version + 7}"` };
    const reply = await this.idp.patch(`/Users/${person.id}`, [{ op: "replace", path: "title", value: "late" }], {
      headers,
    });
    expect(reply.status, reply.text).toBe(412);
  }

  private async changeExternalId(): Promise<void> {
    const person = this.somebody();
    if (!person) return;
    const externalId = `${this.name}-y${this.number()}-${person.userName}`;
    const isChange = externalId !== person.externalId;
    const reply = await this.idp.patch(`/Users/${person.id}`, [
      { op: "replace", path: "externalId", value: externalId },
    ]);
    this.changed(person, isChange, { externalId });
    if (isChange) this.arrive(person);
    this.expectPerson(reply, person, 200);
  }

  private async remove(): Promise<void> {
    const person = this.somebody();
    if (!person || this.random() < 0.5) return;
    const reply = await this.idp.delete(`/Users/${person.id}`);
    expect(reply.status, reply.text).toBe(204);
    this.people.delete(person.id);
    this.told.deleted.push(person.id);
    for (const group of this.groups) {
      if (!this.members.get(group)?.delete(person.id)) continue;
      this.told.left.push(`${group} ${person.id}`);
      this.bump(group);
    }
    expect((await this.idp.get(`/Users/${person.id}`)).status).toBe(404);
  }

  private async read(): Promise<void> {
    const person = this.somebody();
    if (person) this.expectPerson(await this.idp.get(`/Users/${person.id}`), person, 200);
  }

  /** People of ours by id, externalId or userName, and now and then somebody who is not here. */
  private async addMembers(): Promise<void> {
    const group = this.pick(this.groups);
    const named = Array.from({ length: 1 + (this.number() % 4) }, () => {
      const person = this.random() < 0.7 ? this.somebody() : undefined;
      return person
        ? this.pick([person.id, person.externalId, person.userName.toUpperCase()])
        : `${this.name}-User${this.number()}`;
    });
    const value = named.map((name) => ({ value: name }));
    const reply = await this.idp.patch(`/Groups/${group}`, [{ op: "add", path: "members", value }]);
    expect(reply.status, reply.text).toBe(200);
    let came = 0;
    for (const name of named) {
      const person = this.answering(name);
      if (!person) this.waiting.get(group)?.add(name.toLowerCase());
      else if (!this.members.get(group)?.has(person.id)) {
        this.join(group, person.id, false);
        came++;
      }
    }
    if (came > 0) this.bump(group);
  }

  private answering = (name: string) =>
    this.people.get(name) ??
    [...this.people.values()].find(({ externalId }) => externalId === name) ??
    [...this.people.values()].find(({ userName }) => userName.toLowerCase() === name.toLowerCase());

  private async removeMember(): Promise<void> {
    const person = this.somebody();
    if (!person) return;
    const path = `members[value eq "${person.id}"]`;
    await this.takeOut(this.pick(this.groups), [person], { op: "remove", path });
  }

  private async removeMembers(): Promise<void> {
    const people = [...new Set([this.somebody(), this.somebody()])].filter((person) => person !== undefined);
    if (people.length === 0) return;
    const value = people.map(({ id }) => ({ value: id }));
    await this.takeOut(this.pick(this.groups), people, { op: "Remove", path: "members", value });
  }

  private async takeOut(group: string, people: readonly Person[], operation: object): Promise<void> {
    const reply = await this.idp.patch(`/Groups/${group}`, [operation]);
    expect(reply.status, reply.text).toBe(200);
    const gone = people.filter(({ id }) => this.members.get(group)?.delete(id));
    for (const { id } of gone) this.told.left.push(`${group} ${id}`);
    if (gone.length > 0) this.bump(group);
  }

  private async readGroup(): Promise<void> {
    const group = this.pick(this.groups);
    const { status, body, text } = await this.idp.get(`/Groups/${group}`);
    expect(status, text).toBe(200);
    const own = ((body.members ?? []) as JsonObject[])
      .map(({ value }) => String(value))
      .filter((id) => this.people.has(id));
    expect(own.sort()).toEqual([...(this.members.get(group) ?? [])].sort());
  }
}
