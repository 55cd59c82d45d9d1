/** Everything an admin can do by hand can be done by API: by-hand.test.ts does it, this holds the doors together. */
import { expect, test } from "vitest";
import { OPERATIONS } from "#lib/contract/api/operations.ts";
import { doorFiles } from "#lib/testing/doors.ts";

/** Where the API has another address for what a door of the dashboard does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "GET /directories/{directoryId}/mapping": "GET /directories/{directoryId}/mapping",
  "GET /directories/{directoryId}/mapping/export": "GET /directories/{directoryId}/mapping",
  "POST /directories/{directoryId}/mapping/import": "PUT /directories/{directoryId}/mapping",
  "GET /directories/{directoryId}/mapping/runs/{runId}/changes.csv":
    "GET /directories/{directoryId}/mapping/runs/{runId}/changes",
  "GET /directories/{directoryId}/groups/{groupId}/members": "GET /directories/{directoryId}/groups/{groupId}/users",
  "GET /directories/{directoryId}/groups/{groupId}/history": "GET /directories/{directoryId}/log",
  "GET /directories/{directoryId}/groups/{groupId}/members/export":
    "GET /directories/{directoryId}/groups/{groupId}/users",
  "GET /directories/{directoryId}/users/export": "GET /directories/{directoryId}/users",
  "GET /directories/{directoryId}/log/export": "GET /directories/{directoryId}/log",
  "GET /directories/{directoryId}/tokens": "GET /scim/tokens",
  "POST /directories/{directoryId}/tokens": "POST /scim/tokens",
  "POST /directories/{directoryId}/setup/tokens": "POST /scim/tokens",
  "POST /directories/{directoryId}/tokens/{tokenId}/revoke": "POST /scim/tokens/{tokenId}/revoke",
  "POST /directories/{directoryId}/tokens/{tokenId}/rotate": "POST /scim/tokens/{tokenId}/rotate",
  "GET /directories/{directoryId}/tokens/usage": "GET /directories/{directoryId}/token_usage",
  "GET /directories/{directoryId}/setup/links": "GET /directories/{directoryId}/setup_links",
  "POST /directories/{directoryId}/setup/links": "POST /directories/{directoryId}/setup_links",
  "POST /directories/{directoryId}/setup/links/{linkId}/revoke":
    "POST /directories/{directoryId}/setup_links/{linkId}/revoke",
  "POST /delete": "DELETE ",
  "GET /attributes": "GET /custom_attributes",
  "PUT /attributes": "PUT /custom_attributes",
  "GET /members/export": "GET /members",
  "GET /notices": "GET /alarms",
  "POST /members/{memberId}/suspend": "POST /members/{memberId}/suspend",
  "DELETE /members/{memberId}/suspend": "POST /members/{memberId}/lift_suspension",
  "GET /audit": "GET /audit_log",
  "GET /audit/export": "GET /audit_log",
  "GET /audit/verify": "GET /audit_log/verify",
  "GET /audit/{entryId}": "GET /audit_log/{entryId}",
  "POST /webhooks/{endpointId}/rotate": "POST /webhook_endpoints/{endpointId}/rotate_secret",
};
/** Made of what the API tells in its lists; there is nothing more to ask. */
const MADE_OF_OTHERS = new Set([
  "GET /search",
  "GET /directories/{directoryId}/setup/curl",
  "GET /directories/{directoryId}/setup/postman",
]);
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const withoutOrganization = (path: string) =>
  path.replace(/^\/(api|v1)\/organizations\/\{organizationId\}(?=\/|$)/, "").replace(/^\/api(?=\/)/, "");

test("every door of the dashboard has an operation of the API that does the same", async () => {
  const operations = new Set(
    OPERATIONS.filter(({ path }) => path.startsWith("/v1/")).map(
      ({ method, path }) => `${method} ${withoutOrganization(path)}`,
    ),
  );
  operations.add("GET /events");
  const missing: string[] = [];
  for (const { path, open } of doorFiles) {
    if (!/^\/api\/(organizations\/\{|directories)/.test(path)) continue;
    const doors = await open();
    for (const method of METHODS.filter((each) => doors[each])) {
      const act = `${method} ${withoutOrganization(path)}`;
      const guess = act
        .replace("/webhooks", "/webhook_endpoints")
        .replace("/oauth-clients", "/oauth/clients")
        .replaceAll("-", "_");
      if (!MADE_OF_OTHERS.has(act) && !operations.has(ELSEWHERE[act] ?? guess)) missing.push(act);
    }
  }
  expect(missing).toEqual([]);
});
