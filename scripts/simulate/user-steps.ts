import type { JsonObject } from "#lib/scim/resource.ts";
import type { Account, LinkedAccount } from "#lib/simulate/wire.ts";
import { isLinked } from "#lib/simulate/wire.ts";
import type { BodyCheck } from "./expectations.ts";
import {
  all,
  hasManager,
  hasProfile,
  isList,
  isScimError,
  isUniquenessConflict,
  isUser,
  listed,
} from "./expectations.ts";
import type { Session } from "./session.ts";

/** Looks up everybody the provider does not know yet; whoever is there keeps their account. */
export async function matchUsers(session: Session): Promise<void> {
  const unknown = session.accounts.filter(({ state }) => state === "unknown");
  await session.each(unknown, (account) => matchUser(session, account));
}

async function matchUser(session: Session, account: Account): Promise<void> {
  for (const request of session.form.matchUser(account)) {
    const { answer, problem } = await session.send(request, { body: isList({ most: 1 }) });
    const found = problem === undefined ? listed(answer.body)[0] : undefined;
    if (found === undefined) continue;
    account.id = String(found.id);
    account.active = found.active === true;
    account.state = "found";
    return;
  }
  account.state = "missing";
}

/** Creates who is missing and brings up to date who was there; then sets managers where the provider sends them. */
export async function createUsers(session: Session): Promise<void> {
  await matchUsers(session);
  const pending = session.accounts.filter(({ state }) => state === "missing" || state === "found");
  await session.each(pending, (account) =>
    account.state === "found" && isLinked(account) ? adoptUser(session, account) : createUser(session, account),
  );
  await setManagers(session, pending);
}

async function createUser(session: Session, account: Account): Promise<void> {
  const { answer, problem } = await session.send(session.form.createUser(account), {
    body: all(isUser(account, true), hasProfile(account)),
  });
  if (problem !== undefined) return;
  account.id = String(answer.body?.id);
  account.active = true;
  account.state = "linked";
}

/** A person who is assigned is active: someone found inactive is brought back first (OK-40). */
async function adoptUser(session: Session, account: LinkedAccount): Promise<void> {
  if (!account.active) await setActive(session, account, true);
  const read = await readBefore(session, account, isUser(account, true));
  await session.send(session.form.adoptUser(account, read), { body: all(isUser(account, true), hasProfile(account)) });
  account.state = "linked";
}

async function setManagers(session: Session, pending: readonly Account[]): Promise<void> {
  const { accounts, form } = session;
  const reports = pending.flatMap((account) => {
    const manager = account.person.manager === undefined ? undefined : accounts[account.person.manager];
    if (manager === undefined || !isLinked(account) || !isLinked(manager)) return [];
    const request = form.setManager(account, manager);
    return request === undefined ? [] : [{ account, manager, request }];
  });
  await session.each(reports, async ({ account, manager, request }) => {
    await session.send(request, { body: all(isUser(account, account.active), hasManager(manager)) });
  });
  for (const { account, manager } of reports.slice(0, 1)) {
    await session.send(form.readUser(account), { body: hasManager(manager) });
  }
}

/** What Okta reads before it puts; nothing where the provider patches unseen. */
async function readBefore(session: Session, account: LinkedAccount, check: BodyCheck): Promise<JsonObject> {
  if (!session.form.readsBeforeWriting) return {};
  const { answer } = await session.send(session.form.readUser(account), { body: check });
  return answer.body ?? {};
}

async function setActive(session: Session, account: LinkedAccount, active: boolean): Promise<void> {
  const { form } = session;
  const read = form.provider === "okta" ? await readBefore(session, account, isUser(account, account.active)) : {};
  const { problem } = await session.send(form.setActive(account, active, read), { body: isUser(account, active) });
  if (problem === undefined) account.active = active;
}

/** A create that comes twice (after a time-out, say) is refused, and the one account is found by its name. */
export async function createAgain(session: Session): Promise<void> {
  await matchUsers(session);
  const account = session.accounts.find(isLinked);
  if (account === undefined) return;
  await session.send(session.form.createUser(account), { status: [409], body: isUniquenessConflict });
  await findByName(session, account);
}

async function findByName(session: Session, account: LinkedAccount): Promise<void> {
  const [byName] = session.form.matchUser(account);
  if (byName === undefined) return;
  await session.send(byName, { body: isList({ least: 1, most: 1 }, isUser(account, account.active)) });
}

/** Every third person changes job: one read and one PUT (Okta), or one PATCH and a look at the result (Entra). */
export async function updateProfiles(session: Session): Promise<void> {
  await matchUsers(session);
  const { form } = session;
  const linked = session.accounts.filter(isLinked);
  const chosen = linked.filter((_, index) => index % 3 === 1 || linked.length === 1);
  await session.each(chosen, async (account) => {
    const check = isUser(account, account.active);
    const read = await readBefore(session, account, check);
    account.profile = account.person.later;
    await session.send(form.updateUser(account, read), { body: all(check, hasProfile(account)) });
    if (!form.readsBeforeWriting) await session.send(form.readUser(account), { body: all(check, hasProfile(account)) });
  });
}

/** Switches off the last `count` active people; each stays readable and findable (OK-09, EN-12). */
export async function deactivate(session: Session, count: number): Promise<void> {
  await matchUsers(session);
  const active = session.accounts.filter(isLinked).filter((account) => account.active);
  await session.each(lastOf(active, count), async (account) => {
    await setActive(session, account, false);
    await session.send(session.form.readUser(account), { body: isUser(account, false) });
    await findByName(session, account);
  });
}

/** Brings `count` of them back: look-up, then the change (OK-40), then a look at the result. */
export async function reactivate(session: Session, count: number): Promise<void> {
  await matchUsers(session);
  const inactive = session.accounts.filter(isLinked).filter((account) => !account.active);
  await session.each(lastOf(inactive, count), async (account) => {
    await findByName(session, account);
    await setActive(session, account, true);
    await session.send(session.form.readUser(account), { body: isUser(account, true) });
  });
}

const lastOf = <T>(items: readonly T[], count: number): T[] => (count <= 0 ? [] : items.slice(-count).reverse());

/** Purges one person, preferably one who is switched off; the second delete and every look-up find nobody (EN-30). */
export async function deleteUser(session: Session): Promise<LinkedAccount | undefined> {
  await matchUsers(session);
  const { form } = session;
  const linked = session.accounts.filter(isLinked);
  const account = linked.find(({ active }) => !active) ?? linked.at(-1);
  if (account === undefined) return undefined;
  const { problem } = await session.send(form.deleteUser(account));
  if (problem !== undefined) return undefined;
  await session.send(form.deleteUser(account), { status: [404], body: isScimError });
  const [byName] = form.matchUser(account);
  if (byName !== undefined) await session.send(byName, { body: isList({ most: 0 }) });
  const gone = { ...account };
  account.state = "deleted";
  Object.assign(account, { id: undefined, active: false });
  return gone;
}
