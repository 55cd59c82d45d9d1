/** What a key of the management API may be used for: reading or managing one area of it, or everything. */
import * as z from "zod/mini";

/** Every area with what lies in it, in plain words. */
export const API_AREAS = {
  organizations: "Organizations and their settings",
  directories: "Directories, their settings and configuration",
  credentials: "SCIM tokens, OAuth clients and setup links",
  people: "Users, groups and members",
  mapping: "Attribute mapping and roles",
  events: "The event feed",
  webhooks: "Webhook endpoints and deliveries",
  log: "Provisioning log and audit log",
  api_keys: "API keys",
} as const;
export type ApiArea = keyof typeof API_AREAS;
export const AREA_NAMES = Object.keys(API_AREAS) as ApiArea[];

/** `manage` includes `read`. */
export type ApiAccess = "read" | "manage";

/** `*`: everything, also what later versions add. */
export type ApiScope = "*" | `${ApiArea}:${ApiAccess}`;
export const EVERYTHING: readonly ApiScope[] = ["*"];

const API_SCOPES = ["*", ...AREA_NAMES.flatMap((area) => [`${area}:read`, `${area}:manage`])] as ApiScope[];
export const ApiScopeName = z.enum(API_SCOPES as [ApiScope, ...ApiScope[]]);

/** At least one, each once. */
export const ApiScopes = z.pipe(
  z.array(ApiScopeName).check(z.minLength(1, "Choose at least one scope.")),
  z.transform((scopes: ApiScope[]) => [...new Set(scopes)]),
);

/** Whether a key with these scopes may do this. */
export const allows = (scopes: readonly ApiScope[], area: ApiArea, access: ApiAccess): boolean =>
  scopes.some((scope) => scope === "*" || scope === `${area}:manage` || scope === `${area}:${access}`);

/** The first of `wanted` that `held` does not include: nobody may give away more than they have. */
export const beyond = (held: readonly ApiScope[], wanted: readonly ApiScope[]): ApiScope | undefined =>
  wanted.find((scope) => {
    if (held.includes("*")) return false;
    const [area, access] = scope.split(":") as [ApiArea, ApiAccess];
    return scope === "*" || !allows(held, area, access);
  });

/** The scopes in words, for lists and sentences. */
export const scopesInWords = (scopes: readonly ApiScope[]): string =>
  scopes.includes("*") ? "Everything" : scopes.map((scope) => scope.replace(":", ": ")).join(", ");
