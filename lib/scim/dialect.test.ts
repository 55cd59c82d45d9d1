import { describe, expect, test } from "vitest";
import { type DialectClues, detectDialect, operationsFormOf } from "./dialect.ts";
import type { JsonObject } from "./resource.ts";

const silent: DialectClues = { userAgent: undefined, provider: "generic", deviations: new Set() };
const detect = (clues: Partial<DialectClues>) => detectDialect({ ...silent, ...clues });

describe("detectDialect", () => {
  test.each<[string, Partial<DialectClues>, string]>([
    ["Okta by its agent", { userAgent: "Okta SCIM Client 1.0.0" }, "okta"],
    ["Okta by the admin's choice", { provider: "okta_saml", userAgent: "" }, "okta"],
    ["authentik by its agent", { userAgent: "authentik@2025.10.1" }, "authentik"],
    ["EN-11 Entra ID without its flag, by capitals", { provider: "entra", operationsForm: "capitalized" }, "entra"],
    ["EN-23 Entra ID with its flag, by lower case", { provider: "entra", operationsForm: "lower" }, "entra-scim"],
    ["GEN-09 Entra ID with its flag, by the address", { query: "?aadOptscim062020" }, "entra-scim"],
    [
      "Entra ID on demand, which overlooks the flag",
      { query: "aadOptscim062020=&x=1", operationsForm: "capitalized" },
      "entra",
    ],
    [
      "EN-35 Entra ID by how it removes members",
      { provider: "entra", deviations: new Set(["remove-members-by-value"]) },
      "entra",
    ],
    ["EN-65 Entra ID by its header", { headers: new Set(["adscimversion"]) }, "entra"],
    ["Entra ID in a look-up", { provider: "entra", operationsForm: "none" }, "entra"],
    ["Entra ID in a directory of no known provider", { operationsForm: "capitalized" }, "entra"],
    ["KC-04 Keycloak by its JSON text", { deviations: new Set(["patch-value-as-text"]) }, "keycloak"],
    ["OL-02 OneLogin, which names no agent", { provider: "onelogin", userAgent: null }, "onelogin"],
    ["Google by the admin's choice", { provider: "google" }, "google"],
    ["JumpCloud by the admin's choice", { provider: "jumpcloud" }, "jumpcloud"],
    ["Ping by the admin's choice", { provider: "pingone" }, "ping"],
    [
      "an agent in a directory that was set up for another",
      { provider: "okta_scim", userAgent: "authentik@1" },
      "authentik",
    ],
    ["nobody in particular", { userAgent: "curl/8" }, "generic"],
  ])("tells %s", (_, clues, dialect) => expect(detect(clues)).toBe(dialect));

  test("a word that merely looks like Okta or the flag is neither", () => {
    expect(detect({ userAgent: "not Okta" })).toBe("generic");
    expect(detect({ query: "filter=aadOptscim062020x" })).toBe("generic");
  });
});

test.each<[JsonObject, string]>([
  [{ Operations: [{ op: "Add" }] }, "capitalized"],
  [{ operations: [{ OP: "replace" }, { op: "Remove" }] }, "capitalized"],
  [{ Operations: [{ op: "add" }] }, "lower"],
  [{ Operations: [] }, "none"],
  [{ Operations: [null, { op: 1 }] }, "none"],
  [{ userName: "a" }, "none"],
])("the operations of %j are spelled %s", (body, form) => expect(operationsFormOf(body)).toBe(form));
