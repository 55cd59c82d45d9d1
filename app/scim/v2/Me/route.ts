import { scimRoute } from "#lib/http/scim-route.ts";
import { scimError } from "#lib/scim/error.ts";

/** RFC 7644 §3.11: a token stands for a directory, not for a person, so there is nobody to be "me". */
const nobody = async (): Promise<never> => {
  throw scimError.notImplemented("/Me is not offered: a SCIM token belongs to a directory, not to a person.");
};

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute({
  GET: nobody,
  POST: nobody,
  PUT: nobody,
  PATCH: nobody,
  DELETE: nobody,
});
