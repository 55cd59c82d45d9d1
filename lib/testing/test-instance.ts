import type { Provider } from "#lib/contract/provider.ts";
import type { Database } from "#lib/db/database.ts";
import { createDirectory } from "#lib/directory/directories.ts";
import { createOrganization } from "#lib/directory/organizations.ts";
import { issueToken } from "#lib/directory/tokens.ts";
import { parseEnv } from "#lib/env.ts";
import { composeServices, provideServices, type Services } from "#lib/http/services.ts";
import { adminContext } from "#lib/http/session.ts";
import { countStatements } from "./counted-sql.ts";
import { type ScimClient, scimClient } from "./scim-client.ts";

export const AUTH_SECRET = "a secret only for tests, long enough";
export const BASE_URL = "https://rollcall.test";

/** A key of the environment, for the management API. */
export const ENV_KEY = "environment-key-for-tests-only";

/** Puts the services together on `database` and makes them those of this process. */
export function serve(database: Database, settings: Record<string, string> = {}): Services {
  const env = parseEnv({
    LOG_LEVEL: "silent",
    SCIM_RATE_LIMIT: "0",
    API_RATE_LIMIT: "0",
    BASE_URL,
    ROLLCALL_API_KEY: ENV_KEY,
    ...settings,
  });
  const services = composeServices(env, AUTH_SECRET, database);
  provideServices(services);
  return services;
}

/** As `serve`, counting the statements that requests wait for: what is written behind them is left out. */
export function serveCounted(database: Database): { services: Services; statements: string[] } {
  const counted = countStatements(database);
  const { activity, strangers } = serve(database);
  // News of changed credentials would make a request look its token up again, which is not what is counted.
  const messages = { ...database.messages, hear() {} };
  const services = { ...serve({ ...counted.database, messages }), activity, strangers };
  provideServices(services);
  return { services, statements: counted.statements };
}

/** Acts as the operator's key would. */
export const operator = (services: Services) =>
  adminContext(services, { kind: "key", id: "environment", name: "Test", organizationId: null, scopes: ["*"] });

export interface TestDirectory {
  readonly organizationId: string;
  readonly directoryId: string;
  readonly tokenId: string;
  readonly token: string;
  readonly idp: ScimClient;
}

/** A directory with a token, in an organization of its own unless one is given. */
export async function addDirectory(
  services: Services,
  { organizationId, provider = "okta_scim" }: { organizationId?: string; provider?: Provider } = {},
): Promise<TestDirectory> {
  const ctx = operator(services);
  const organization = organizationId ?? (await createOrganization(ctx, { name: "Acme" })).id;
  const directory = await createDirectory(ctx, organization, { name: "Directory", provider });
  const { id, token } = await issueToken(ctx, directory.id, { name: "Token" });
  return { organizationId: organization, directoryId: directory.id, tokenId: id, token, idp: scimClient(token) };
}

/** A userName that nobody else in this run has. */
let counter = 0;
export const unique = (word: string) => `${word}-${++counter}`;
