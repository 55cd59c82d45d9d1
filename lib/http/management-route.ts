/** The doors of the API: who calls is a key, what it may do is its scopes, and every change can be repeated safely. */

import { accessOf, type Operation } from "#lib/contract/api/operation.ts";
import { allows } from "#lib/contract/api-scopes.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { authenticateKey } from "./api/api-key.ts";
import { spendCall } from "./api/api-limit.ts";
import { answerOnce } from "./api/idempotent.ts";
import { failureWith, type JsonAsked, type JsonCall, type JsonDoor, type JsonFrame, jsonRoutes } from "./json-route.ts";

type Unchecked = Partial<Operation<never, never>>;

/** A door without an operation is left to its verb, which knows reading from managing. @throws DirectoryError forbidden */
function requireScope({ ctx: { actor }, options }: JsonAsked<Unchecked>): void {
  const { area } = options;
  if (actor.kind !== "key" || !area) return;
  const access = accessOf(options as Operation<never, never>);
  if (allows(actor.scopes, area, access)) return;
  throw new DirectoryError("forbidden", `This key lacks the scope ${area}:${access}. Issue one that has it.`);
}

/** The frame of every call with a key; only the look of failures is each API's own. */
export function apiRoutes(failure: JsonFrame<Unchecked>["failure"], statusOf?: JsonFrame<Unchecked>["statusOf"]) {
  const route = jsonRoutes<Unchecked>({
    surface: "api",
    authenticate: authenticateKey,
    failure,
    statusOf,
    async around(asked, work) {
      await spendCall(asked.services.apiLimit, asked.ctx.actor.id, asked.headers);
      requireScope(asked);
      return answerOnce(asked, work);
    },
  });
  /** The door of `operation`, which stays readable on it, so that a test can hold doors and reference together. */
  return function apiRoute<Input = undefined, Query = undefined>(
    operation: Partial<Operation<Input, Query>>,
    handler: (call: JsonCall<Input, Query>) => Promise<unknown>,
  ): JsonDoor & { operation?: Operation<Input, Query> } {
    const door = route(operation as Operation<Input, Query> & Unchecked, handler);
    return Object.assign(door, operation.id === undefined ? {} : { operation: operation as Operation<Input, Query> });
  };
}

/** A JSON door of `/v1`. */
export const managementRoute = apiRoutes(failureWith("request_id"));
