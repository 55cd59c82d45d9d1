import { fieldOf } from "./body.ts";
import type { Deviation } from "./deviation.ts";
import type { JsonObject } from "./resource.ts";
import { isObject } from "./value.ts";

/** Whose way of writing SCIM a request follows. Shown in the provisioning log; nothing is decided by it. */
export type Dialect =
  | "okta"
  | "entra"
  | "entra-scim"
  | "google"
  | "onelogin"
  | "jumpcloud"
  | "ping"
  | "authentik"
  | "keycloak"
  | "generic";

/** What gives a client away. */
export interface DialectClues {
  readonly userAgent: string | null | undefined;
  /** What the directory was set up for: `okta_saml`, `entra`, `generic` … */
  readonly provider: string;
  /** Those noted while the request was read. */
  readonly deviations: ReadonlySet<string>;
  /** Names of the request's headers in lower case. */
  readonly headers?: ReadonlySet<string>;
  /** The query as it was sent. */
  readonly query?: string | null | undefined;
  readonly operationsForm?: OperationsForm;
}

/** How the operations of a PATCH are spelled: as Entra ID does without its flag, as the RFC does, or there are none. */
export type OperationsForm = "capitalized" | "lower" | "none";

/** How the `op` of a PATCH body's operations is spelled. One capital letter is enough: nobody mixes the two. */
export function operationsFormOf(body: JsonObject): OperationsForm {
  const operations = fieldOf(body, "Operations");
  if (!Array.isArray(operations)) return "none";
  const ops = operations.map((operation) => (isObject(operation) ? fieldOf(operation, "op") : undefined));
  const words = ops.filter((op) => typeof op === "string");
  if (words.length === 0) return "none";
  return words.some((word) => word !== word.toLowerCase()) ? "capitalized" : "lower";
}

interface Row {
  readonly dialect: Dialect;
  readonly fits: (clues: DialectClues) => boolean;
}

const byAgent =
  (agent: RegExp) =>
  ({ userAgent }: DialectClues): boolean =>
    agent.test(userAgent ?? "");
const byProvider =
  (prefix: string) =>
  ({ provider }: DialectClues): boolean =>
    provider.startsWith(prefix);
const deviates = ({ deviations }: DialectClues, ...codes: readonly Deviation[]) =>
  codes.some((code) => deviations.has(code));

const isEntra = (clues: DialectClues) =>
  clues.provider === "entra" || (clues.headers?.has("adscimversion") ?? false) || hasEntraFlag(clues);
const hasEntraFlag = ({ query }: DialectClues) => /(?:^|[?&])aadOptscim062020(?:[=&]|$)/i.test(query ?? "");
const isWithoutEntraFlag = (clues: DialectClues) =>
  clues.operationsForm === "capitalized" || deviates(clues, "operation-case", "remove-members-by-value");

/** The first row that fits decides: what a client says of itself, then how it writes, then what the admin chose. */
const rows: readonly Row[] = [
  /**
   * `User-Agent: Okta SCIM Client 1.0.0` in all three kinds of its apps.
   * https://github.com/oktadeveloper/okta-blog-archive/pull/1956
   */
  { dialect: "okta", fits: byAgent(/^okta\b/i) },
  /** Says `authentik@<version>`. https://github.com/goauthentik/authentik/blob/main/authentik/lib/utils/http.py */
  { dialect: "authentik", fits: byAgent(/authentik/i) },
  /** The plugins name themselves where they name anything. https://github.com/Captain-P-Goldfish/scim-for-keycloak */
  { dialect: "keycloak", fits: byAgent(/keycloak|scim-sdk/i) },
  /** https://jumpcloud.com/support "Identity Management using a Custom SCIM Integration" */
  { dialect: "jumpcloud", fits: byAgent(/jumpcloud/i) },
  /** Usually sends no agent at all. https://github.com/goauthentik/authentik/issues/11249 */
  { dialect: "onelogin", fits: byAgent(/onelogin/i) },
  /** PingOne and PingFederate. https://docs.pingidentity.com "p1_scim_filter_expressions" */
  { dialect: "ping", fits: byAgent(/ping(?:one|federate|identity)/i) },
  /** https://github.com/grokability/snipe-it/issues/12642 */
  { dialect: "google", fits: byAgent(/google/i) },
  /**
   * Without the flag: operations in capitals, members removed by value. The header `Adscimversion` comes with both
   * forms: https://github.com/bitwarden/server/blob/main/bitwarden_license/src/Scim/Context/ScimContext.cs
   * On-demand provisioning ignores the flag, so the form counts for more than the address.
   * https://learn.microsoft.com/en-us/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
   */
  { dialect: "entra", fits: (clues) => isEntra(clues) && isWithoutEntraFlag(clues) },
  /** With the flag `aadOptscim062020` in the tenant URL: operations as the RFC has them (same page). */
  {
    dialect: "entra-scim",
    fits: (clues) => isEntra(clues) && (hasEntraFlag(clues) || clues.operationsForm === "lower"),
  },
  /** A request that shows neither form, such as a look-up, from a tenant without the flag. */
  { dialect: "entra", fits: isEntra },
  /** Capitals in a directory nobody told us is Entra ID's: nobody else writes them. https://github.com/zitadel/zitadel/issues/9282 */
  {
    dialect: "entra",
    fits: (clues) => clues.provider === "generic" && clues.operationsForm === "capitalized",
  },
  /** A whole group as JSON text in the value of a PATCH. https://github.com/Captain-P-Goldfish/scim-for-keycloak/issues/133 */
  { dialect: "keycloak", fits: (clues) => clues.provider === "generic" && deviates(clues, "patch-value-as-text") },
  /** What the admin chose when the directory was made. */
  { dialect: "okta", fits: byProvider("okta") },
  { dialect: "google", fits: byProvider("google") },
  { dialect: "onelogin", fits: byProvider("onelogin") },
  { dialect: "jumpcloud", fits: byProvider("jumpcloud") },
  { dialect: "ping", fits: byProvider("ping") },
];

/** Tells whose dialect a request is written in. */
export function detectDialect(clues: DialectClues): Dialect {
  return rows.find(({ fits }) => fits(clues))?.dialect ?? "generic";
}
