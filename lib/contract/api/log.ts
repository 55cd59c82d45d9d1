import { z } from "zod";
import * as contract from "../log.ts";
import { LogView, SaveLogView } from "../log-view.ts";
import { id, time } from "./common.ts";
import { named, operation } from "./operation.ts";
import { shapeOf } from "./snake-case.ts";

const text = z.string().nullable();
const entry = z.object({
  id: z.string(),
  object: z.literal("log_entry"),
  directory_id: id("directory"),
  at: time,
  outcome: z.enum(["changed", "read", "refused", "failed"]),
  operation: z.string().meta({ description: "What the provider wanted, e.g. create or deactivate" }),
  cause: z.string().nullable().meta({ description: "A stable code for why it went wrong" }),
  sentence: z.string().meta({ description: "What happened, in plain words" }),
  method: z.string(),
  path: z.string(),
  status: z.int(),
  scim_type: text,
  duration_ms: z.number(),
  target_type: text,
  target_id: text,
  target_name: text,
  token_prefix: text,
  request_id: z.string(),
});
export const LogEntry = named("LogEntry", entry);
export const LogEntryDetail = named(
  "LogEntryDetail",
  entry.extend({
    user_agent: text,
    ip: text,
    dialect: text,
    deviations: z.array(z.object({ code: z.string(), words: z.string() })),
    changes: z.array(
      z.object({ attribute: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
    ),
    request: z.object({ query: text, body: z.unknown() }),
    response: z.object({ body: z.unknown() }),
  }),
  "With redacted bodies of request and answer.",
);

const about = { tag: "Provisioning log", area: "log" } as const;
const log = "/v1/organizations/{organizationId}/directories/{directoryId}/log";

export const listLog = operation({
  ...about,
  id: "listLog",
  method: "GET",
  path: log,
  summary: "List log entries",
  description:
    "Newest first, 50 a page: every request of the identity provider. Several values of one filter are separated by commas.",
  query: contract.LogQuery,
  answer: z.object({ data: z.array(LogEntry), next_cursor: z.string().optional() }),
});
export const getLogEntry = operation({
  ...about,
  id: "getLogEntry",
  method: "GET",
  path: `${log}/{entryId}`,
  summary: "Get a log entry",
  answer: LogEntryDetail,
});
export const revealLogEntry = operation({
  ...about,
  id: "revealLogEntry",
  method: "POST",
  path: `${log}/{entryId}/reveal`,
  summary: "Get a log entry with personal data",
  description: "What is masked otherwise. Each look is noted in the audit log.",
  answer: LogEntryDetail,
});
export const listLogCauses = operation({
  ...about,
  id: "listLogCauses",
  method: "GET",
  path: `${log}/causes`,
  summary: "List why requests failed",
  description: "Entries by cause, each with how many people it is about and where to mend it.",
  query: contract.LogFilters,
  answer: z.object({ data: z.array(shapeOf(contract.CauseGroup)) }),
});
export const getLogHistogram = operation({
  ...about,
  id: "getLogHistogram",
  method: "GET",
  path: `${log}/histogram`,
  summary: "Count requests over time",
  query: z.object({ ...contract.LogFilters.shape, time_zone: contract.LogHistogramQuery.shape.timeZone }),
  answer: shapeOf(contract.LogHistogram),
});

const views = `${log}/views`;
const View = named("LogView", shapeOf(LogView), "Filters of the log under a name.");

export const listLogViews = operation({
  ...about,
  id: "listLogViews",
  method: "GET",
  path: views,
  summary: "List saved views of the log",
  answer: z.object({ data: z.array(View) }),
});
export const saveLogView = operation({
  ...about,
  id: "saveLogView",
  method: "POST",
  path: views,
  summary: "Save a view of the log",
  description: "`query` holds filters as they stand in the address of the log, e.g. `outcome=refused&last=24h`.",
  input: SaveLogView,
  status: 201,
  answer: View,
});
export const archiveLogView = operation({
  ...about,
  id: "archiveLogView",
  method: "DELETE",
  path: `${views}/{viewId}`,
  summary: "Archive a saved view",
});
export const restoreLogView = operation({
  ...about,
  id: "restoreLogView",
  method: "POST",
  path: `${views}/{viewId}/restore`,
  summary: "Bring back an archived view",
});
