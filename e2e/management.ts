import { type APIRequestContext, expect } from "@playwright/test";
import type { Provider } from "#lib/contract/provider.ts";

/** A directory and the token that opens it. */
export interface DirectoryAccess {
  id: string;
  organizationId: string;
  name: string;
  /** The SCIM base URL, as the server hands it out. */
  base: string;
  token: string;
  tokenId: string;
}

interface Named {
  id: string;
  name: string;
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** A program that sets directories up over `/v1`. */
export type Management = ReturnType<typeof managementClient>;

/** @param http carries the management key */
export function managementClient(http: APIRequestContext) {
  async function ask<Answer>(method: Method, path: string, data?: object): Promise<Answer> {
    const response = await http.fetch(`/v1${path}`, { method, data });
    const text = await response.text();
    expect(response.ok(), `${method} /v1${path} was answered ${response.status()}: ${text}`).toBe(true);
    return JSON.parse(text || "null") as Answer;
  }
  const issueToken = (organizationId: string, directoryId: string, name: string) =>
    ask<Named & { token: string }>("POST", `/organizations/${organizationId}/scim/tokens`, {
      name,
      directory_id: directoryId,
    });
  const createDirectory = (organizationId: string, name: string, provider: Provider) =>
    ask<Named & { endpoint_url: string }>("POST", `/organizations/${organizationId}/directories`, { name, provider });

  return {
    http,
    createOrganization: (name: string) => ask<Named>("POST", "/organizations", { name }),
    createDirectory,
    updateDirectory: (organizationId: string, directoryId: string, change: { state: "active" | "paused" }) =>
      ask("PATCH", `/organizations/${organizationId}/directories/${directoryId}`, change),
    issueToken,
    revokeToken: (organizationId: string, tokenId: string) =>
      ask("POST", `/organizations/${organizationId}/scim/tokens/${tokenId}/revoke`),
    /** A directory that is ready to be provisioned. */
    async openDirectory(organizationId: string, name: string, provider: Provider): Promise<DirectoryAccess> {
      const directory = await createDirectory(organizationId, name, provider);
      const issued = await issueToken(organizationId, directory.id, "Identity provider");
      const { id, endpoint_url: base } = directory;
      return { id, organizationId, name, base, token: issued.token, tokenId: issued.id };
    },
  };
}
