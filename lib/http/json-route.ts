/** The frame of every JSON door that is not SCIM: the dashboard's `/api` and the management API's `/v1`. */
import { z } from "zod";
import type { ActOrigin, AdminContext } from "#lib/directory/admin-context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { ScimError } from "#lib/scim/error.ts";
import { addressOf } from "./admission.ts";
import { readText, requireJson } from "./body.ts";
import { services as openServices, type Services } from "./services.ts";

/** Identifies who calls. @throws DirectoryError unauthenticated, forbidden */
export type Authenticate = (request: Request, services: Services, origin: ActOrigin) => Promise<AdminContext>;

export interface JsonCall<Input, Query> {
  readonly ctx: AdminContext;
  readonly params: Readonly<Record<string, string>>;
  readonly input: Input;
  readonly query: Query;
}

interface JsonDoorOptions<Input, Query> {
  readonly input?: z.core.$ZodType<Input>;
  readonly query?: z.core.$ZodType<Query>;
  /** 200 unless said otherwise; 204 sends no body. */
  readonly status?: 200 | 201 | 204;
}

type JsonDoor = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

const BODY_LIMIT = 1_048_576;
const HEADERS = { "cache-control": "no-store", vary: "Authorization, Cookie", "x-content-type-options": "nosniff" };

/** What the failure's body is called is the API's choice: `requestId` in the dashboard, `request_id` in the management API. */
export function jsonRoutes(authenticate: Authenticate, requestIdName: "requestId" | "request_id") {
  return function jsonRoute<Input = undefined, Query = undefined>(
    options: JsonDoorOptions<Input, Query>,
    handler: (call: JsonCall<Input, Query>) => Promise<unknown>,
  ): JsonDoor {
    return async (request, { params }) => {
      let services: Services | undefined;
      let requestId = "unknown";
      try {
        services = await openServices();
        requestId = services.newId();
        const surface = requestIdName === "requestId" ? "dashboard" : "api";
        const ctx = await authenticate(request, services, { surface, ip: addressOf(request), requestId });
        const input = options.input ? check(options.input, await readJson(request)) : (undefined as Input);
        const query = options.query ? check(options.query, readQuery(request)) : (undefined as Query);
        const body = await handler({ ctx, params: (await params) as Record<string, string>, input, query });
        if (body instanceof Response) return withHeaders(body, requestId);
        const status = options.status ?? 200;
        const headers = { ...HEADERS, "x-request-id": requestId };
        return status === 204 ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
      } catch (error) {
        const failure = toDirectoryError(error, requestId);
        if (failure.status >= 500) logFailure(services, { requestId, request, failure });
        return failed(failure, { [requestIdName]: requestId });
      }
    };
  };
}

/** A file instead of JSON. */
function withHeaders(response: Response, requestId: string): Response {
  for (const [name, value] of Object.entries({ ...HEADERS, "x-request-id": requestId }))
    response.headers.set(name, value);
  return response;
}

function failed(failure: DirectoryError, id: Record<string, string>): Response {
  const { code, message, fields, status } = failure;
  const headers: Record<string, string> = { ...HEADERS, "x-request-id": Object.values(id)[0] ?? "" };
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="management"';
  if (status === 503) headers["retry-after"] = "5";
  return Response.json({ error: { code, message, ...id, ...(fields && { fields }) } }, { status, headers });
}

function logFailure(
  services: Services | undefined,
  { requestId, request, failure }: { requestId: string; request: Request; failure: DirectoryError },
) {
  const facts = { requestId, method: request.method, path: new URL(request.url).pathname, err: failure.cause };
  if (services) services.log.error(facts, failure.message);
  else console.error(failure.message, failure.cause);
}

/** Unknown failures never show their message: it may hold anything. */
function toDirectoryError(error: unknown, requestId: string): DirectoryError {
  if (error instanceof DirectoryError) return error;
  if (error instanceof ScimError && error.status < 500) return new DirectoryError("invalid_request", error.message);
  return new DirectoryError(
    "internal",
    `Something went wrong on our side. The operator finds it by request id ${requestId}.`,
    {
      cause: error,
    },
  );
}

async function readJson(request: Request): Promise<unknown> {
  requireJson(request);
  const text = await readText(request, BODY_LIMIT);
  try {
    return JSON.parse(text);
  } catch {
    throw new DirectoryError("invalid_request", "The request body is not valid JSON.");
  }
}

const readQuery = (request: Request) =>
  Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));

/** @throws DirectoryError invalid, with what is wrong with each field */
function check<Output>(schema: z.core.$ZodType<Output>, value: unknown): Output {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path.join(".") || "body", message]),
  );
  const [[name, message] = ["", ""]] = Object.entries(fields);
  throw new DirectoryError("invalid", name === "body" ? message : `${name}: ${message}`, { fields });
}
