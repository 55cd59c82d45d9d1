/** What a provider would send, for reading and downloading: ids that only a server knows are placeholders. */
import type { Provider } from "#lib/contract/provider.ts";
import { SENDS_NO_GROUPS } from "#lib/setup/values.ts";
import { wordingOf } from "./providers.ts";
import { groupPush, joiner, leaver, mover, type Script, testGroup, testPerson, withoutPassword } from "./scenarios.ts";
import { USER_URN, type WireRequest } from "./wire.ts";

const SEED = 1;
const USER = "{{userId}}";
const GROUP = "{{groupId}}";

const shown = (text: string) =>
  text.replaceAll(encodeURIComponent(USER), USER).replaceAll(encodeURIComponent(GROUP), GROUP);

/** Joiner, mover, leaver and group push in the provider's own words, with `{{userId}}` and `{{groupId}}`. */
export function recordedRequests(provider: Provider): WireRequest[] {
  const form = wordingOf(provider, SEED);
  const account = testPerson(SEED, undefined, false);
  const requests: WireRequest[] = [];
  const record = (script: Script) => {
    let step = script.next();
    while (!step.done) {
      const request = step.value;
      requests.push({
        ...request,
        path: shown(request.path),
        ...(request.body && { body: withoutPassword(request.body) as NonNullable<WireRequest["body"]> }),
      });
      const isCreate = request.method === "POST";
      const read = { schemas: [USER_URN], id: USER, userName: account.person.userName, active: account.active };
      const id = request.path.startsWith("/Groups") ? GROUP : USER;
      step = script.next({
        status: 200,
        body: isCreate ? { id } : request.path === "/Users" || request.path === "/Groups" ? {} : read,
      });
    }
  };
  record(joiner(form, account));
  record(mover(form, account));
  record(leaver(form, account));
  if (!SENDS_NO_GROUPS.has(provider)) record(groupPush(form, testGroup(SEED, undefined, [account])));
  return requests;
}
