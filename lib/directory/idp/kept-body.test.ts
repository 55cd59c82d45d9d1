import { describe, expect, it } from "vitest";
import { hiddenBy, keptBody, keptChange, keptQuery } from "./kept-body.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

describe("what the log keeps", () => {
  const hidden = hiddenBy(["phoneNumbers", "name.familyName", "department"]);

  it("holds no redacted value of a resource, in any letter case, and all others", () => {
    const body = {
      userName: "ana",
      PhoneNumbers: [{ value: "+49 1" }],
      name: { givenName: "Ana", familyName: "Lima" },
      [ENTERPRISE]: { department: "Legal", division: "EMEA" },
      nickName: "department",
    };
    expect(keptBody(body, hidden)).toEqual({
      userName: "ana",
      PhoneNumbers: "(not kept)",
      name: { givenName: "Ana", familyName: "(not kept)" },
      [ENTERPRISE]: { department: "(not kept)", division: "EMEA" },
      nickName: "department",
    });
  });

  it.each([
    [{ op: "replace", path: 'phoneNumbers[type eq "work"].value', value: "+49 1" }],
    [{ op: "remove", path: 'phoneNumbers[value eq "+49 1"]' }],
    [{ op: "Replace", path: "name", value: { familyName: "+49 1" } }],
    [{ op: "add", path: `${ENTERPRISE}:department`, value: "+49 1" }],
    [{ op: "add", value: { phoneNumbers: [{ value: "+49 1" }], "name.familyName": "+49 1" } }],
    [{ op: "add", value: { [`${ENTERPRISE}:department`]: "+49 1" } }],
    [{ op: "replace", path: "password", value: "+49 1" }],
  ])("holds no redacted value of the operation %j", (operation) => {
    expect(JSON.stringify(keptBody({ Operations: [operation] }, hidden))).not.toContain("+49 1");
    expect(
      JSON.stringify(keptBody({ Operations: [{ op: "replace", path: "title", value: "Lead" }] }, hidden)),
    ).toContain("Lead");
  });

  it("holds no redacted value in changes, lists and queries", () => {
    expect(keptChange("phoneNumbers", "+49 1", hidden)).toBe("(not kept)");
    expect(keptChange(`${ENTERPRISE}:department`, "Legal", hidden)).toBe("(not kept)");
    expect(keptChange("name", { familyName: "Lima", givenName: "Ana" }, hidden)).toEqual({
      familyName: "(not kept)",
      givenName: "Ana",
    });
    expect(keptBody({ Resources: [{ phoneNumbers: ["1"] }] }, hidden)).toEqual({
      Resources: [{ phoneNumbers: "(not kept)" }],
    });
    expect(keptQuery('filter=phoneNumbers.value eq "+49 1"', ["phoneNumbers"])).not.toContain("+49 1");
    expect(keptQuery('filter=userName eq "ana"', ["phoneNumbers"])).toContain("ana");
  });

  it("keeps no password, whatever is redacted", () => {
    expect(keptBody({ password: "secret", Password: "secret" }, hiddenBy([]))).toEqual({
      password: "(not kept)",
      Password: "(not kept)",
    });
  });
});
