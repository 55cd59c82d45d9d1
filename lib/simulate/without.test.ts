import { expect, test } from "vitest";
import { entraApp } from "./entra.ts";
import { oktaSamlApp } from "./okta.ts";
import { makePeople } from "./people.ts";
import type { LinkedAccount, WireRequest } from "./wire.ts";
import { LACKING, withoutAttributes } from "./without.ts";

const [person] = makePeople({ count: 1, seed: 1, domain: "example.test" });
if (!person) throw new Error("nobody was made");
const account: LinkedAccount = { person, profile: person.later, state: "linked", id: "1", active: true };

const forms = [oktaSamlApp, entraApp({ flag: false, seed: 1 }), entraApp({ flag: true, seed: 1 })];
const requests = forms.flatMap((form): WireRequest[] => [
  form.createUser(account),
  form.updateUser(account, { name: { givenName: person.givenName } }),
  form.setActive(account, false, {}),
]);

test.each(requests.map((request) => [`${request.method} ${request.what}`, request] as const))(
  "%s says nothing of what profiles lack, and everything else as before",
  (_, request) => {
    const sent = withoutAttributes(request, LACKING);
    expect(JSON.stringify(sent.body)).not.toMatch(/givenName|familyName|emails/);
    expect(withoutAttributes(request, [])).toBe(request);
    expect({ ...sent, body: null }).toEqual({ ...request, body: null });
  },
);
