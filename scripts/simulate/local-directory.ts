import type { Provider } from "#lib/simulate/wire.ts";

/** What was made on the local instance for one run. */
export interface LocalDirectory {
  readonly base: string;
  readonly token: string;
  readonly name: string;
  readonly dashboardUrl: string;
}

/** The local instance cannot be used; the message says why and what to do. */
export class LocalInstanceError extends Error {
  override readonly name = "LocalInstanceError";
}

const DIRECTORY_KINDS: Readonly<Record<Provider, { provider: string; label: string }>> = {
  okta: { provider: "okta_saml", label: "Okta" },
  "okta-template": { provider: "okta_scim", label: "Okta template" },
  entra: { provider: "entra", label: "Entra" },
  "entra-flag": { provider: "entra", label: "Entra with flag" },
};

type Ask = (method: "GET" | "POST", path: string, body?: Record<string, string>) => Promise<Record<string, unknown>>;

export interface ManagementAccess {
  /** Public address of the instance, without trailing slash. */
  readonly baseUrl: string;
  /** Asked for each request: an operator's credential may be short-lived. */
  readonly credential: () => string;
}

/** Makes a directory and a token through the management API, in the first organization or in one of its own. */
export async function makeDirectory(provider: Provider, access: ManagementAccess, now: Date): Promise<LocalDirectory> {
  const ask = managementClient(access);
  const organization = `/v1/organizations/${await organizationId(ask)}`;
  const { provider: kind, label } = DIRECTORY_KINDS[provider];
  const time = [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
  const name = `Simulated ${label} ${time}`;
  const directory = await ask("POST", `${organization}/directories`, { name, provider: kind });
  const directoryId = text(directory, "id");
  const token = await ask("POST", `${organization}/scim/tokens`, { name: "Simulator", directory_id: directoryId });
  const endpoint = await ask("GET", `${organization}/scim/endpoint`);
  return {
    base: text(endpoint, "endpoint_url"),
    token: text(token, "token"),
    name,
    dashboardUrl: `${access.baseUrl}/directory-sync/${directoryId}`,
  };
}

async function organizationId(ask: Ask): Promise<string> {
  const { data } = await ask("GET", "/v1/organizations");
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  if (isRecord(first)) return text(first, "id");
  return text(await ask("POST", "/v1/organizations", { name: "Simulated" }), "id");
}

function managementClient({ baseUrl, credential }: ManagementAccess): Ask {
  return async (method, path, body) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        Accept: "application/json",
        Authorization: `Bearer ${credential()}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
    }).catch((failure: unknown) => {
      throw new LocalInstanceError(
        `Nothing answers at ${baseUrl}. Start Rollcall with npm start; if it runs on another port, say so here too (PORT=3100 npm run simulate -- okta), or name a server with --base and --token.`,
        { cause: failure },
      );
    });
    const answer = await response.text();
    const value = parseRecord(answer);
    if (!response.ok || value === undefined) {
      throw new LocalInstanceError(`${method} ${path} was answered with ${response.status}: ${answer.slice(0, 300)}`);
    }
    return value;
  };
}

function parseRecord(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(answer: Record<string, unknown>, name: string): string {
  const value = answer[name];
  if (typeof value !== "string") throw new LocalInstanceError(`The management API answered without "${name}".`);
  return value;
}
