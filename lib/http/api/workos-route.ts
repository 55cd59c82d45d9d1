import type { DirectoryError, DirectoryErrorCode } from "#lib/directory/error.ts";
import { apiRoutes } from "../management-route.ts";

const CODES: Partial<Record<DirectoryErrorCode, string>> = {
  not_found: "entity_not_found",
  invalid: "unprocessable_entity",
  throttled: "rate_limit_exceeded",
};

/** Failures as WorkOS's SDKs read them; what is wrong with each field stands in `errors`. */
function failureOf({ code, message, fields }: DirectoryError, requestId: string) {
  const errors = fields && Object.entries(fields).map(([field, words]) => ({ field, code: field, message: words }));
  return { code: CODES[code] ?? code, message, ...(errors && { errors }), request_id: requestId };
}

/** A door in WorkOS's shapes. */
export const workosRoute = apiRoutes(failureOf);
