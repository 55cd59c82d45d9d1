import type { LinkedAccount, LinkedGroup, MemberChange, PushedGroup } from "#lib/simulate/wire.ts";
import { isLinked, isLinkedGroup, linkedMembers } from "#lib/simulate/wire.ts";
import { all, hasMembers, hidesMembers, isGroup, isList, isUser, listed } from "./expectations.ts";
import type { Session } from "./session.ts";
import { deleteUser, matchUsers } from "./user-steps.ts";

/** Finds groups of earlier runs, under the first name or the one that the rename phase gave them. */
async function matchGroups(session: Session): Promise<void> {
  await session.each(
    session.groups.filter(({ id }) => id === undefined),
    (group) => matchGroup(session, group),
  );
}

async function matchGroup(session: Session, group: PushedGroup): Promise<void> {
  for (const name of [group.plan.name, group.plan.laterName]) {
    const { answer, problem } = await session.send(session.form.matchGroup(group, name), {
      body: isList({ most: 1 }, ({ displayName }) =>
        String(displayName).toLowerCase() === name.toLowerCase() ? undefined : "a group of another name was found",
      ),
    });
    const found = problem === undefined ? listed(answer.body)[0] : undefined;
    if (found === undefined) continue;
    group.id = String(found.id);
    group.name = String(found.displayName);
    return;
  }
}

/** Creates or adopts each group and pushes its members. */
export async function pushGroups(session: Session): Promise<void> {
  await matchUsers(session);
  await session.each(session.groups, (group) => pushGroup(session, group));
}

async function pushGroup(session: Session, group: PushedGroup): Promise<void> {
  const { form } = session;
  if (!isLinkedGroup(group)) await matchGroup(session, group);
  const wasThere = isLinkedGroup(group);
  if (!wasThere) {
    const { answer, problem } = await session.send(form.createGroup(group), { body: isGroup(group) });
    if (problem === undefined) group.id = String(answer.body?.id);
  }
  if (!isLinkedGroup(group)) return;
  // Not one after the other: Entra sends the adds of one group side by side, and none may be lost (GEN-17).
  await Promise.all(form.pushMembers(group, wasThere).map((request) => session.send(request)));
  await sendAfterMembers(session, group);
  await checkMembers(session, group);
}

async function sendAfterMembers(session: Session, group: LinkedGroup): Promise<void> {
  for (const request of session.form.afterMembers(group)) await session.send(request);
}

async function checkMembers(session: Session, group: LinkedGroup, gone: readonly LinkedAccount[] = []): Promise<void> {
  const { form } = session;
  await session.send(form.readGroup(group, true), {
    body: all(isGroup(group), hasMembers(group, form.pushReplacesMembers, gone)),
  });
}

/** Gives the first group its other name; nobody may leave it through that (EN-41). */
export async function renameGroup(session: Session): Promise<void> {
  await prepare(session);
  const group = session.groups.find(isLinkedGroup);
  if (group === undefined) return;
  const { form } = session;
  const { name, laterName } = group.plan;
  const next = group.name.toLowerCase() === laterName.toLowerCase() ? name : laterName;
  const { problem } = await session.send(form.renameGroup(group, next), { body: isGroup(group, next) });
  if (problem === undefined) group.name = next;
  if (!form.pushReplacesMembers) {
    await session.send(form.readGroup(group, false), { body: all(isGroup(group), hidesMembers) });
  }
  await checkMembers(session, group);
}

async function prepare(session: Session): Promise<void> {
  await matchUsers(session);
  await matchGroups(session);
}

/** One person leaves the first group for the second and one the other way; with a single group, out and in again. */
export async function moveMembers(session: Session): Promise<void> {
  await prepare(session);
  const [first, second] = session.groups.filter(isLinkedGroup);
  if (first === undefined) return;
  const out = linkedMembers(first).find((account) => !second?.members.includes(account));
  if (second === undefined) {
    if (out === undefined) return;
    await changeMembers(session, first, { leaving: [out], joining: [] });
    await changeMembers(session, first, { leaving: [], joining: [out] });
    return;
  }
  const back = linkedMembers(second).find((account) => !first.members.includes(account));
  const leavingFirst = out === undefined ? [] : [out];
  const leavingSecond = back === undefined ? [] : [back];
  await changeMembers(session, first, { leaving: leavingFirst, joining: leavingSecond });
  await changeMembers(session, second, { leaving: leavingSecond, joining: leavingFirst });
}

async function changeMembers(session: Session, group: LinkedGroup, change: MemberChange): Promise<void> {
  const leaving = new Set(change.leaving.map(({ id }) => id));
  group.members = [...group.members.filter(({ id }) => id === undefined || !leaving.has(id)), ...change.joining];
  for (const request of session.form.changeMembers(group, change)) await session.send(request);
  await sendAfterMembers(session, group);
  await checkMembers(session, group, change.leaving);
}

/** The end of something: Entra purges a person, Okta unlinks a group and deletes it on the other side. */
export async function deleteOne(session: Session): Promise<void> {
  if (session.form.deletesUsers) {
    await deletePerson(session);
    return;
  }
  await prepare(session);
  const group = session.groups.filter(isLinkedGroup).at(-1);
  if (group === undefined) return;
  const { problem } = await session.send(session.form.deleteGroup(group));
  if (problem === undefined) Object.assign(group, { id: undefined });
  const member = group.members.find(isLinked);
  if (member === undefined) return;
  // OK-25: the people of a deleted group stay.
  await session.send(session.form.readUser(member), { body: isUser(member, member.active) });
}

/** GEN-12: with the person their memberships go. */
async function deletePerson(session: Session): Promise<void> {
  await prepare(session);
  const gone = await deleteUser(session);
  if (gone === undefined) return;
  const theirs = session.groups
    .filter(isLinkedGroup)
    .filter(({ members }) => members.some(({ person }) => person === gone.person));
  for (const group of theirs) await checkMembers(session, group, [gone]);
}
