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

/** A body that is wrong in itself is a 400 there: its SDK has no class for 422. */
const statusOf = ({ code, status }: DirectoryError) => (code === "invalid" ? 400 : status);

/** Failures as Auth0's SDKs read them. A connection without a configuration has no `errorCode`: only an unknown one has. */
function failureOf(failure: DirectoryError) {
  const { code, message, detail } = failure;
  const statusCode = statusOf(failure);
  const errorCode = detail && "missing" in detail ? undefined : (CODES[code] ?? code);
  return { statusCode, error: STATUS_CODES[statusCode] ?? "Error", message, ...(errorCode && { errorCode }) };
}

/** A door in Auth0's shapes. */
export const auth0Route = apiRoutes(failureOf, statusOf);
