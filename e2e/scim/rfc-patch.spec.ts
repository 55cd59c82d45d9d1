import { ENTERPRISE, expect, expectDone, expectError, NO_ID, PATCH_OP, speaking, USER, type Wire } from "./wire.ts";

// RFC 7644 §3.5.2: changing parts of a resource.
const test = speaking({ provider: "generic" });

const BABS = {
  name: { givenName: "Barbara", familyName: "Jensen" },
  title: "Guide",
  emails: [
    { type: "work", value: "babs@work.test", primary: true },
    { type: "home", value: "babs@home.test" },
  ],
  addresses: [{ type: "work", streetAddress: "100 Plaza", locality: "Hollywood" }],
  [ENTERPRISE]: { department: "Tours", employeeNumber: "1" },
};

type Operation = { op: string; path?: string; value?: unknown };

/** Babs after these operations. */
async function patched(scim: Wire, ...operations: Operation[]) {
  const { id } = await scim.user("babs", BABS);
  const answer = expectDone(await scim.patch(`/Users/${id}`, operations));
  const read = await scim.read(`/Users/${id}`);
  expect(answer).toEqual(read);
  return read;
}

test("RFC 7644 §3.5.2.1: add sets what is absent and replaces what is single-valued", async ({ scim }) => {
  const babs = await patched(
    scim,
    { op: "add", path: "nickName", value: "Babs" },
    { op: "add", path: "title", value: "Boss" },
    { op: "add", path: "name.middleName", value: "Jane" },
    { op: "add", path: `${ENTERPRISE}:costCenter`, value: "4130" },
  );
  expect(babs).toMatchObject({ nickName: "Babs", title: "Boss", name: { ...BABS.name, middleName: "Jane" } });
  expect(babs[ENTERPRISE]).toEqual({ department: "Tours", employeeNumber: "1", costCenter: "4130" });
});

test("RFC 7644 §3.5.2.1: add merges a complex value and appends to a multi-valued one, without doubles", async ({
  scim,
}) => {
  const other = { type: "other", value: "babs@other.test" };
  const babs = await patched(
    scim,
    { op: "add", path: "name", value: { honorificPrefix: "Ms." } },
    { op: "add", path: "emails", value: [other, BABS.emails[1]] },
    { op: "add", path: "emails", value: other },
  );
  expect(babs.name).toEqual({ ...BABS.name, honorificPrefix: "Ms." });
  expect(babs.emails).toEqual([...BABS.emails, other]);
});

test("RFC 7644 §3.5.2.1: add without a path takes an object of attributes", async ({ scim }) => {
  const babs = await patched(scim, {
    op: "add",
    value: {
      nickName: "Babs",
      name: { middleName: "Jane" },
      emails: [{ value: "x@y" }],
      [ENTERPRISE]: { division: "D" },
    },
  });
  expect(babs).toMatchObject({ nickName: "Babs", name: { ...BABS.name, middleName: "Jane" } });
  expect(babs.emails).toEqual([...BABS.emails, { value: "x@y" }]);
  expect(babs[ENTERPRISE]).toEqual({ ...BABS[ENTERPRISE], division: "D" });
});

test("RFC 7644 §3.5.2.2: remove takes out an attribute, a part, an element, or a whole extension", async ({ scim }) => {
  const babs = await patched(
    scim,
    { op: "remove", path: "title" },
    { op: "remove", path: "name.familyName" },
    { op: "remove", path: 'emails[type eq "home"]' },
    { op: "remove", path: 'addresses[type eq "work"].locality' },
    { op: "remove", path: ENTERPRISE },
  );
  expect(babs).not.toHaveProperty("title");
  expect(babs).not.toHaveProperty([ENTERPRISE]);
  expect(babs).toMatchObject({ schemas: [USER], name: { givenName: "Barbara" }, emails: [BABS.emails[0]] });
  expect(babs.addresses).toEqual([{ type: "work", streetAddress: "100 Plaza" }]);
});

test("RFC 7644 §3.5.2.2: remove by a compound filter takes those that match it all", async ({ scim }) => {
  const path = 'emails[type eq "work" and value ew "home.test"]';
  expect((await patched(scim, { op: "remove", path })).emails).toEqual(BABS.emails);
  const { id } = await scim.user("many", { emails: ["a@x", "b@x", "c@y"].map((value) => ({ value })) });
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "remove", path: 'emails[value ew "@x"]' }]));
  expect((await scim.read(`/Users/${id}`)).emails).toEqual([{ value: "c@y" }]);
});

test("RFC 7644 §3.5.2.3: replace sets single values, merges complex ones and exchanges lists", async ({ scim }) => {
  const babs = await patched(
    scim,
    { op: "replace", path: "title", value: "Boss" },
    { op: "replace", path: "nickName", value: "absent before" },
    { op: "replace", path: "name", value: { familyName: "Smith" } },
    { op: "replace", path: "emails", value: [{ value: "new@x" }] },
    { op: "replace", path: `${ENTERPRISE}:department`, value: "D" },
  );
  expect(babs).toMatchObject({ title: "Boss", nickName: "absent before", emails: [{ value: "new@x" }] });
  expect(babs.name).toEqual({ givenName: "Barbara", familyName: "Smith" });
  expect(babs[ENTERPRISE]).toEqual({ department: "D", employeeNumber: "1" });
});

test("RFC 7644 §3.5.2.3: replace with a filter changes the chosen element, whole or in part", async ({ scim }) => {
  const babs = await patched(
    scim,
    { op: "replace", path: 'emails[type eq "home"].value', value: "new@home.test" },
    { op: "replace", path: 'addresses[type eq "work"]', value: { streetAddress: "911 Plaza", country: "US" } },
  );
  expect(babs.emails).toEqual([BABS.emails[0], { type: "home", value: "new@home.test" }]);
  expect(babs.addresses).toEqual([{ type: "work", streetAddress: "911 Plaza", country: "US" }]);
});

test("RFC 7644 §3.5.2.3: replace of a part without a filter changes it in every element", async ({ scim }) => {
  const babs = await patched(scim, { op: "replace", path: "emails.display", value: "Babs" });
  expect(babs.emails).toEqual(BABS.emails.map((email) => ({ ...email, display: "Babs" })));
});

test("RFC 7644 §3.5.2: operations work on what those before them left", async ({ scim }) => {
  const babs = await patched(
    scim,
    { op: "add", path: "nickName", value: "first" },
    { op: "replace", path: "nickName", value: "second" },
    { op: "remove", path: "emails" },
    { op: "add", path: "emails", value: [{ type: "work", value: "a@x" }] },
    { op: "replace", path: 'emails[type eq "work"].value', value: "b@x" },
  );
  expect(babs).toMatchObject({ nickName: "second", emails: [{ type: "work", value: "b@x" }] });
});

const REFUSED: [Operation, string][] = [
  [{ op: "remove" }, "noTarget"],
  [{ op: "replace", path: "id", value: "x" }, "mutability"],
  [{ op: "replace", path: "meta.created", value: "2000-01-01T00:00:00Z" }, "mutability"],
  [{ op: "add", path: "groups", value: [{ value: NO_ID }] }, "mutability"],
  [{ op: "remove", path: "groups" }, "mutability"],
  [{ op: "replace", path: "nothing", value: "x" }, "invalidPath"],
  [{ op: "replace", path: "name.nothing", value: "x" }, "invalidPath"],
  [{ op: "replace", path: 'emails[type eq "work"', value: "x" }, "invalidFilter"],
  [{ op: "replace", path: 'emails[type eq "work"] value', value: "x" }, "invalidPath"],
  [{ op: "replace", path: 'title[type eq "work"]', value: "x" }, "invalidPath"],
  [{ op: "replace", path: 'emails[type qq "work"].value', value: "x" }, "invalidFilter"],
  [{ op: "replace", path: "active", value: "perhaps" }, "invalidValue"],
  [{ op: "replace", path: "title", value: { a: 1 } }, "invalidValue"],
  [{ op: "remove", path: "userName" }, "mutability"],
  [{ op: "replace", path: "userName", value: "" }, "invalidValue"],
  [{ op: "add", path: "title" }, "invalidValue"],
  [{ op: "add", value: "text" }, "invalidValue"],
  [{ op: "shuffle", path: "title", value: "x" }, "invalidValue"],
];
test("RFC 7644 §3.5.2, §3.12: what cannot be applied is refused with its keyword, and nothing of the request is done", async ({
  scim,
}) => {
  const { id } = await scim.user("babs", BABS);
  const before = await scim.read(`/Users/${id}`);
  for (const [operation, scimType] of REFUSED) {
    await test.step(JSON.stringify(operation), async () => {
      const answer = await scim.patch(`/Users/${id}`, [{ op: "replace", path: "title", value: "T" }, operation]);
      expectError(answer, 400, scimType);
    });
  }
  expect(await scim.read(`/Users/${id}`)).toEqual(before);
});

test("RFC 7644 §3.5.2: a body without a list of operations is 400 invalidSyntax", async ({ scim }) => {
  const { id } = await scim.user("babs");
  for (const body of [{ schemas: [PATCH_OP] }, { schemas: [PATCH_OP], Operations: {} }, { Operations: ["x"] }, []]) {
    expectError(await scim.send("PATCH", `/Users/${id}`, body), 400, "invalidSyntax");
  }
});

test("RFC 7644 §3.5.2: a PATCH may not take another's name", async ({ scim }) => {
  const [one = ""] = await scim.users("one", "two");
  const rename = [{ op: "replace", path: "userName", value: "TWO" }];
  expectError(await scim.patch(`/Users/${one}`, rename), 409, "uniqueness");
});

test("RFC 7644 §3.5.2: the names of op, path, value and attributes are read in any letter case", async ({ scim }) => {
  const { id } = await scim.user("babs", BABS);
  const operations = [
    { OP: "Replace", Path: "TITLE", Value: "Boss" },
    { op: "REPLACE", path: 'EMAILS[TYPE Eq "WORK"].VALUE', value: "new@x" },
    { op: "add", path: `${ENTERPRISE.toUpperCase()}:DEPARTMENT`, value: "D" },
  ];
  expectDone(await scim.send("PATCH", `/Users/${id}`, { schemas: [PATCH_OP], operations }));
  const babs = await scim.read(`/Users/${id}`);
  expect(babs).toMatchObject({ title: "Boss", emails: [{ ...BABS.emails[0], value: "new@x" }, BABS.emails[1]] });
  expect(babs[ENTERPRISE].department).toBe("D");
});

test("RFC 7644 §3.5.2.1, §3.5.2.2: members of a group join, leave and are exchanged as the examples show", async ({
  scim,
}) => {
  const [a = "", b = "", c = ""] = await scim.users("a", "b", "c");
  const { id } = await scim.group("Team", [a]);
  const change = async (...operations: Operation[]) => {
    expectDone(await scim.patch(`/Groups/${id}`, operations));
    return scim.members(id);
  };
  const value = [{ display: "B", $ref: `${scim.base}/Users/${b}`, value: b }];
  expect(await change({ op: "add", path: "members", value })).toEqual([a, b].sort());
  expect(await change({ op: "remove", path: `members[value eq "${a}"]` })).toEqual([b]);
  const exchange = [
    { op: "remove", path: "members" },
    { op: "add", path: "members", value: [{ value: c }] },
  ];
  expect(await change(...exchange)).toEqual([c]);
  expect(await change({ op: "remove", path: `members[value eq "${c}" or value eq "${a}"]` })).toEqual([]);
  expect(await change({ op: "add", value: { members: [{ value: a }, { value: b }] } })).toEqual([a, b].sort());
  expect(await change({ op: "replace", value: { displayName: "Crew" } })).toEqual([a, b].sort());
  expect(await change({ op: "replace", path: "members", value: [{ value: c }] })).toEqual([c]);
  expect((await scim.read(`/Users/${a}`)).groups).toEqual([]);
  expect((await scim.read(`/Users/${c}`)).groups).toMatchObject([{ value: id, display: "Crew" }]);
});

test("RFC 7643 §3.3: extensions we have no schema for are changed like the others", async ({ scim }) => {
  const acme = "urn:acme:params:scim:schemas:extension:1.0:User";
  const { id } = await scim.user("acme", { [acme]: { badge: "7", level: 3 } });
  const operations = [
    { op: "replace", path: `${acme}:badge`, value: "8" },
    { op: "add", value: { [acme]: { colour: "green" } } },
    { op: "remove", path: `${acme}:level` },
  ];
  expectDone(await scim.patch(`/Users/${id}`, operations));
  const user = await scim.read(`/Users/${id}`);
  expect(user).toMatchObject({ schemas: [USER, acme], [acme]: { badge: "8", colour: "green" } });
  expect(user[acme]).not.toHaveProperty("level");
  expect(await scim.names(`${acme}:badge eq "8"`)).toEqual(["acme"]);
});
