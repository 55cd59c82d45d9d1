import type { ScimError } from "../error.ts";
import type { JsonObject } from "../resource.ts";
import type { ResourceType } from "../schema/attribute.ts";

export type BulkMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** One operation of a bulk request that can be run (RFC 7644 §3.7). */
export interface BulkOperation {
  /** Its place in the request, from 0; the answer is in the same order. */
  readonly index: number;
  readonly method: BulkMethod;
  readonly endpoint: ResourceType["endpoint"];
  /** The resource it applies to; absent for POST. `bulkId:…` until `resolveOperation` has put the real id there. */
  readonly id?: string;
  readonly bulkId?: string;
  /** The ETag the resource must still have, as If-Match would say it. */
  readonly version?: string;
  /** Absent for DELETE. */
  readonly data?: JsonObject;
}

/** An operation that cannot be run. It takes its turn all the same, so that `failOnErrors` counts it where it stands. */
export interface RefusedOperation {
  readonly index: number;
  /** As it was sent, however wrong; empty when there was none. */
  readonly method: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly endpoint?: ResourceType["endpoint"];
  readonly id?: string;
  readonly error: ScimError;
}

export type BulkItem = BulkOperation | RefusedOperation;

export function isRefused(item: BulkItem): item is RefusedOperation {
  return "error" in item;
}

/** The same operation, not to be run. */
export function refuseOperation({ data: _, ...said }: BulkOperation, error: ScimError): RefusedOperation {
  return { ...said, error };
}
