import { causeOfAnswer } from "#lib/causes/recognise.ts";
import { type BulkItem, type BulkOperation, isRefused, refuseOperation } from "#lib/scim/bulk/operation.ts";
import { planBulk } from "#lib/scim/bulk/plan.ts";
import { readBulk } from "#lib/scim/bulk/read.ts";
import { resolveOperation } from "#lib/scim/bulk/reference.ts";
import { type BulkResult, bulkResponse, failedOperation } from "#lib/scim/bulk/response.ts";
import { ScimError, scimError, toErrorBody } from "#lib/scim/error.ts";
import { parseIfMatch } from "#lib/scim/etag.ts";
import { parsePatch } from "#lib/scim/patch/parse.ts";
import type { JsonObject, ShownResource } from "#lib/scim/resource.ts";
import { locationOf } from "#lib/scim/show.ts";
import type { IdpContext, LogEntryWrite } from "../context.ts";
import { DirectoryError } from "../error.ts";
import { deviationsOf } from "./deviations.ts";
import { createGroup, deleteGroup, patchGroup, replaceGroup } from "./groups.ts";
import { logEntry, type Outcome } from "./log-entry.ts";
import { readOutcome } from "./read-outcome.ts";
import { requireScope } from "./scope.ts";
import { createUser, deleteUser, patchUser, replaceUser } from "./users.ts";
import { speaker } from "./words.ts";

/** Announced in ServiceProviderConfig and enforced here and by the door. */
export const BULK_LIMITS = { maxOperations: 1_000, maxPayloadSize: 1_048_576 } as const;

const VERBS = {
  Users: { create: createUser, replace: replaceUser, patch: patchUser, remove: deleteUser },
  Groups: { create: createGroup, replace: replaceGroup, patch: patchGroup, remove: deleteGroup },
} as const;

/**
 * RFC 7644 §3.7. Each operation is a change of its own, in an order in which references point back; what one refuses
 * stops the others only when `failOnErrors` says so. `entries` are for the log: what was refused or changed nothing.
 * @throws ScimError invalidSyntax, invalidValue, 413
 */
export async function runBulk(ctx: IdpContext, body: JsonObject) {
  const { failOnErrors = Number.POSITIVE_INFINITY, operations } = readBulk(body, BULK_LIMITS, deviationsOf(ctx));
  const created = new Map<string, string>();
  const results: BulkResult[] = [];
  const entries: LogEntryWrite[] = [];
  let refused = 0;
  for (const item of planBulk(operations)) {
    const { result, entry } = await runItem(ctx, item, created);
    results.push(result);
    if (entry) entries.push(entry);
    if (result.status >= 400) refused += 1;
    if (refused >= failOnErrors) break;
  }
  const sentence = `${speaker(ctx.directory.provider)} sent ${operations.length} operations in one request: ${results.length - refused} done, ${refused} refused.`;
  return { body: bulkResponse(results), outcome: readOutcome(sentence, null, undefined), entries };
}

/** What one operation comes to; an entry when it changed nothing, because then nobody else has written one. */
async function runItem(ctx: IdpContext, item: BulkItem, created: Map<string, string>) {
  const own = contextOf(ctx, item);
  try {
    if (isRefused(item)) throw item.error;
    const { result, outcome } = await run(own, resolveOperation(item, created), created);
    return { result, entry: outcome && logEntry(own, outcome) };
  } catch (error) {
    const failure = failureOf(error);
    const refused = isRefused(item) ? item : refuseOperation(item, failure);
    const { status, scimType, message } = failure;
    const sentence = `${speaker(ctx.directory.provider)} was answered ${status} to operation ${item.index + 1}: ${message}`;
    const outcome = status >= 500 ? "failed" : "refused";
    const { method, path } = own.request;
    const cause = causeOfAnswer({ status, scimType, method, path, detail: message });
    const entry = logEntry(own, { outcome, sentence, status, scimType, cause, response: toErrorBody(failure) });
    return { result: failedOperation(refused, failure, ctx.baseUrl), entry };
  }
}

/** A database that is away fails the operation it meets, not those that are done already. @throws what nobody foresaw */
function failureOf(error: unknown): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof DirectoryError && error.code === "unavailable") return scimError.unavailable(error.cause);
  throw error;
}

/** The operation as a request of its own in the log, under the id of the request that brought it. */
function contextOf(ctx: IdpContext, item: BulkItem): IdpContext {
  const path = [ctx.request.path, item.endpoint, item.id].filter(Boolean).join("/");
  const body = "data" in item ? item.data : undefined;
  return { ...ctx, request: { ...ctx.request, method: item.method, path, body, deviations: new Set() } };
}

interface Ran {
  readonly result: BulkResult;
  /** Of a change that turned out to be none. */
  readonly outcome?: Outcome | undefined;
}

async function run(ctx: IdpContext, operation: BulkOperation, created: Map<string, string>): Promise<Ran> {
  const { method, endpoint, id = "", data = {}, bulkId } = operation;
  const verbs = VERBS[endpoint];
  const resource = endpoint === "Users" ? "users" : "groups";
  const condition = parseIfMatch(operation.version);
  requireScope(ctx, `${method.toLowerCase() as Lowercase<typeof method>}:${resource}`);
  switch (method) {
    case "POST": {
      const shown = await verbs.create(ctx, data);
      if (bulkId !== undefined) created.set(bulkId, shown.id);
      return succeeded(operation, 201, { shown });
    }
    case "PUT":
      return succeeded(operation, 200, await verbs.replace(ctx, id, data, condition));
    case "PATCH": {
      const operations = parsePatch(data, deviationsOf(ctx));
      return succeeded(operation, 200, await verbs.patch(ctx, id, operations, condition));
    }
    case "DELETE":
      await verbs.remove(ctx, id, condition);
      return { result: { operation, status: 204, location: locationOf(ctx.baseUrl, endpoint, id) } };
  }
}

interface Done {
  readonly shown: ShownResource;
  readonly outcome?: Outcome | undefined;
}

function succeeded(operation: BulkOperation, status: number, { shown, outcome }: Done): Ran {
  const { location, version } = shown.meta as { location: string; version: string };
  return { result: { operation, status, location, version }, outcome };
}
