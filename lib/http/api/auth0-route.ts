import { STATUS_CODES } from "node:http";
import type { DirectoryError, DirectoryErrorCode } from "#lib/directory/error.ts";
import { apiRoutes } from "../management-route.ts";

const CODES: Partial<Record<DirectoryErrorCode, string>> = {
  unauthenticated: "invalid_token",
  forbidden: "insufficient_scope",
  not_found: "inexistent_connection",
  invalid: "invalid_body",
  invalid_request: "invalid_body",
  throttled: "too_many_requests",
};

/** Failures as Auth0's SDKs read them. */
function failureOf({ code, message, status }: DirectoryError) {
  return { statusCode: status, error: STATUS_CODES[status] ?? "Error", message, errorCode: CODES[code] ?? code };
}

/** A door in Auth0's shapes. */
export const auth0Route = apiRoutes(failureOf);
