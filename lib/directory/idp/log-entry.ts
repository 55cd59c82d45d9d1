import type { CauseCode } from "#lib/causes/catalogue.ts";
import { causeOfPath } from "#lib/causes/recognise.ts";
import type { LogOperation } from "#lib/contract/log.ts";
import { detectDialect, operationsFormOf } from "#lib/scim/dialect.ts";
import type { AttributeDifference } from "#lib/scim/difference.ts";
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { isObject } from "#lib/scim/value.ts";
import type { IdpContext, LogEntryWrite } from "../context.ts";
import { type Hidden, hiddenBy, keptBody, keptChange, keptName, keptQuery } from "./kept-body.ts";
import { logWords } from "./log-words.ts";
import { operationOf } from "./operation.ts";
import { isTestToken } from "./test-run.ts";

/** Everything of an entry that the request itself does not know. */
export interface Outcome {
  readonly outcome: LogEntryWrite["outcome"];
  readonly sentence: string;
  readonly status: number;
  readonly scimType?: string | undefined;
  /** Where the verb knows more than method and path say. */
  readonly operation?: LogOperation | undefined;
  /** Why it went wrong or only half right. */
  readonly cause?: CauseCode | undefined;
  readonly target?: { type: "User" | "Group"; id: string; name: string } | undefined;
  readonly changes?: readonly AttributeDifference[];
  readonly response?: JsonValue;
}

/** The entry of this request in the provisioning log. */
export function logEntry(
  ctx: Pick<IdpContext, "directory" | "request" | "now" | "newId">,
  said: Outcome,
): LogEntryWrite {
  const { request } = ctx;
  const at = ctx.now();
  const dialect = dialectOf(ctx);
  const changes = said.changes ?? [];
  const { redacted } = ctx.directory;
  const hidden = hiddenBy(redacted);
  const query = request.query === null ? null : keptQuery(request.query.slice(0, PATH_MAX), redacted);
  return {
    id: ctx.newId(),
    directoryId: ctx.directory.id,
    at,
    outcome: said.outcome,
    operation: said.operation ?? operationOf(request),
    cause: said.cause ?? request.cause ?? causeOfPath(request.path) ?? null,
    sentence: isTestToken(request.tokenId) ? `Test: ${said.sentence}` : said.sentence,
    method: request.method,
    path: request.path.slice(0, PATH_MAX),
    status: said.status,
    scimType: said.scimType ?? null,
    durationMs: Math.max(0, at.getTime() - request.receivedAt.getTime()),
    targetType: said.target?.type ?? null,
    targetId: said.target?.id ?? null,
    targetName: said.target?.name ?? null,
    tokenId: request.tokenId,
    tokenPrefix: request.tokenPrefix,
    requestId: request.id,
    userAgent: request.userAgent?.slice(0, AGENT_MAX) ?? null,
    ip: request.ip,
    dialect,
    deviations: [...request.deviations],
    changes: changes.map(({ attribute, before, after }) => ({
      attribute: keptName(attribute, hidden),
      ...(before !== undefined && { before: keptChange(attribute, before, hidden) }),
      ...(after !== undefined && { after: keptChange(attribute, after, hidden) }),
    })),
    request: { query, body: keptBody(request.body ?? null, hidden) },
    response: { body: keptBody(said.response ?? null, hidden) },
    words: logWords({
      directoryId: ctx.directory.id,
      texts: [said.sentence, said.target?.name, query],
      keys: [request.id, request.tokenPrefix, said.target?.id, ...namesIn(request.body, hidden)],
      attributes: changes.map(({ attribute }) => keptName(attribute, hidden)),
      dialect,
    }),
  };
}

/** What a person in the body is known by: a refused request has no other trace of whom it was about. */
function namesIn(body: JsonValue | undefined, hidden: Hidden): string[] {
  if (!isObject(body ?? null)) return [];
  const { userName, externalId, displayName, emails } = body as JsonObject;
  const addresses = Array.isArray(emails) ? emails.slice(0, 3).map((email) => isObject(email) && email.value) : [];
  const named = { username: userName, externalid: externalId, displayname: displayName };
  const shown = Object.entries(named).flatMap(([name, text]) => (hidden(name) ? [] : [text]));
  return [...shown, ...(hidden("emails") ? [] : addresses)].filter((text) => typeof text === "string");
}

function dialectOf({ directory, request }: Pick<IdpContext, "directory" | "request">): string {
  const { userAgent, deviations, headerNames: headers, query, body = null } = request;
  const operationsForm = isObject(body) ? operationsFormOf(body) : "none";
  return detectDialect({ provider: directory.provider, userAgent, deviations, headers, query, operationsForm });
}

const PATH_MAX = 2_048;
const AGENT_MAX = 300;
