import { scimRoute } from "#lib/http/scim-route.ts";
import { scimError } from "#lib/scim/error.ts";

/** RFC 7644 §3.7; ServiceProviderConfig says the same. */
export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute({
  POST: async () => {
    throw scimError.notImplemented("Bulk is not offered. Send the operations one by one.");
  },
});
