import { type ScimError, toErrorBody } from "../error.ts";
import type { JsonObject } from "../resource.ts";
import { BULK_RESPONSE_URN } from "../schema/resource-types.ts";
import { locationOf } from "../show.ts";
import type { BulkItem } from "./operation.ts";

/** What became of one operation. */
export interface BulkResult {
  readonly operation: BulkItem;
  readonly status: number;
  /** The resource's address; absent only where a POST failed or nobody knows what was meant. */
  readonly location?: string | undefined;
  /** The resource's ETag after the operation. */
  readonly version?: string | undefined;
  /** The body of the failure. After a success it is left out, as RFC 7644 §3.7.3 shows. */
  readonly response?: JsonObject;
}

/** The result of an operation that failed or was refused. `baseUrl` is the service's address, without a slash at the end. */
export function failedOperation(operation: BulkItem, error: ScimError, baseUrl: string): BulkResult {
  const { endpoint, id } = operation;
  const isKnown = endpoint !== undefined && id !== undefined && !id.startsWith("bulkId:");
  return {
    operation,
    status: error.status,
    ...(isKnown && { location: locationOf(baseUrl, endpoint, id) }),
    response: toErrorBody(error),
  };
}

/** The answer to a bulk request, in the order of the request; operations that were not run are missing (RFC 7644 §3.7.3). */
export function bulkResponse(results: readonly BulkResult[]): JsonObject {
  const sorted = [...results].sort((a, b) => a.operation.index - b.operation.index);
  return { schemas: [BULK_RESPONSE_URN], Operations: sorted.map(showResult) };
}

function showResult({ operation, status, location, version, response }: BulkResult): JsonObject {
  const { method, bulkId } = operation;
  return {
    ...(location !== undefined && { location }),
    method,
    ...(bulkId !== undefined && { bulkId }),
    ...(version !== undefined && { version }),
    status: String(status),
    ...(response && { response }),
  };
}
