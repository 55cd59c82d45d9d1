/** OpenAPI 3.1, made of the operations and of the very schemas that check requests. */
import { z } from "zod";
import type { ApiDialect, Operation } from "#lib/contract/api/operation.ts";
import { accessOf, namedShapes } from "#lib/contract/api/operation.ts";
import { OPERATIONS } from "#lib/contract/api/operations.ts";
import { PLAIN_OPERATIONS, type PlainOperation } from "#lib/contract/api/plain-operations.ts";

export type Json = { [name: string]: unknown };

const refTo = (id: string) => `#/components/schemas/${id}`;

/** What only identifies a schema outside of the document. */
function inDocument({ $schema: _, $id: __, ...schema }: Json): Json {
  return schema;
}

/** Named shapes once, and the answers that refer to them. */
function answerSchemas(): { components: Json; answers: ReadonlyMap<string, Json> } {
  const all = z.registry<{ id: string }>();
  for (const [id, shape] of namedShapes) all.add(shape, { id });
  const nameOf = new Map<string, string>();
  for (const { id, answer } of OPERATIONS) {
    if (!answer) continue;
    const name = all.get(answer)?.id ?? `answer of ${id}`;
    nameOf.set(id, name);
    all.add(answer, { id: name });
  }
  const { schemas } = z.toJSONSchema(all, { uri: refTo, unrepresentable: "any", io: "output" });
  const entries = Object.entries(schemas as Record<string, Json>).map(
    ([id, schema]) => [id, inDocument(schema)] as const,
  );
  const components = Object.fromEntries(entries.filter(([id]) => namedShapes.has(id)));
  const byId = new Map(entries);
  const answers = new Map(
    [...nameOf].map(([operationId, name]) => [
      operationId,
      namedShapes.has(name) ? { $ref: refTo(name) } : (byId.get(name) ?? {}),
    ]),
  );
  return { components, answers };
}

const requestSchema = (schema: z.core.$ZodType): Json =>
  inDocument(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json);

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

/** @param schema of an object: each of its properties is a parameter */
function queryParameters(schema: z.core.$ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = requestSchema(schema) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as Json;
    return {
      name,
      in: "query",
      required: required.includes(name),
      ...(description ? { description } : {}),
      schema: rest,
    };
  });
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Up to 255 characters. The same key and request are answered with the first answer's bytes for 24 hours.",
  schema: { type: "string", maxLength: 255 },
};

/** Failures by dialect: the shape's name in components. */
const ERRORS: Record<ApiDialect, string> = { rollcall: "Error", workos: "WorkOSError", auth0: "Auth0Error" };

const ERROR_SHAPES = {
  Error: {
    type: "object",
    required: ["error"],
    properties: {
      error: {
        type: "object",
        required: ["code", "message", "request_id"],
        properties: {
          code: { type: "string", description: "Stable" },
          message: { type: "string", description: "For people: what is wrong and what to do" },
          request_id: { type: "string", description: "Also in the X-Request-Id header" },
          fields: {
            type: "object",
            additionalProperties: { type: "string" },
            description: "Input to what is wrong with it",
          },
        },
      },
    },
  },
  WorkOSError: {
    type: "object",
    required: ["message"],
    properties: {
      code: { type: "string" },
      message: { type: "string" },
      errors: {
        type: "array",
        items: {
          type: "object",
          properties: { field: { type: "string" }, code: { type: "string" }, message: { type: "string" } },
        },
      },
    },
  },
  Auth0Error: {
    type: "object",
    required: ["statusCode", "error", "message"],
    properties: {
      statusCode: { type: "integer" },
      error: { type: "string" },
      message: { type: "string" },
      errorCode: { type: "string" },
    },
  },
};

const FAILURES: Record<string, string> = {
  401: "No key, or one that is unknown or revoked",
  403: "The key may not do this",
  404: "It does not exist, or belongs to somebody else",
  409: "It contradicts what is there",
  422: "A field is missing or wrong",
  429: "Too many calls; Retry-After says when",
  503: "The database does not answer; Retry-After says when",
};

function failureResponses({ dialect = "rollcall", failures, method, input, query }: Operation): Json {
  const isRepeatable = method !== "GET";
  const codes = ["401", "403", "404", ...(failures?.includes("conflict") || isRepeatable ? ["409"] : [])];
  if (input || query || isRepeatable) codes.push("422");
  const content = { "application/json": { schema: { $ref: refTo(ERRORS[dialect]) } } };
  return Object.fromEntries([...codes, "429", "503"].map((code) => [code, { description: FAILURES[code], content }]));
}

function describeOperation(operation: Operation, answer: Json | undefined): Json {
  const { id, tag, summary, description, area, input, query, path, method, status = 200, emptyInput } = operation;
  const success = status === 204 || !answer ? {} : { content: { "application/json": { schema: answer } } };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: [{ key: [`${area}:${accessOf(operation)}`] }],
    parameters: [...pathParameters(path), ...queryParameters(query), ...(method === "GET" ? [] : [IDEMPOTENCY_KEY])],
    ...(input && {
      requestBody: { required: !emptyInput, content: { "application/json": { schema: requestSchema(input) } } },
    }),
    responses: {
      [status]: { description: status === 204 ? "Done" : status === 201 ? "Created" : "OK", ...success },
      ...failureResponses(operation),
    },
  };
}

const SCHEMES = { scim: [{ scimToken: [] }], metrics: [{ metricsToken: [] }], none: [] };

function describePlain({
  id,
  tag,
  summary,
  description,
  path,
  security,
  request,
  answer,
  query = {},
}: PlainOperation): Json {
  const { status, type, example } = answer;
  const shown = example === undefined ? {} : { example };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: SCHEMES[security],
    parameters: [
      ...pathParameters(path),
      ...Object.entries(query).map(([name, words]) => ({
        name,
        in: "query",
        description: words,
        schema: { type: "string" },
      })),
    ],
    ...(request && {
      requestBody: {
        required: true,
        content: { [request.type]: { schema: { type: "object" }, example: request.example } },
      },
    }),
    responses: {
      [status]: {
        description: status === 204 ? "Done" : "OK",
        ...(status !== 204 && { content: { [type]: { schema: {}, ...shown } } }),
      },
      ...(security === "scim" && {
        default: {
          description: "A SCIM Error whose detail says what to mend",
          content: { "application/scim+json": { schema: { $ref: refTo("ScimError") } } },
        },
      }),
    },
  };
}

const SCIM_ERROR = {
  type: "object",
  required: ["schemas", "status", "detail"],
  properties: {
    schemas: { type: "array", items: { type: "string" } },
    status: { type: "string" },
    scimType: { type: "string" },
    detail: { type: "string" },
  },
};

/** @param baseUrl without a trailing slash; what examples and the servers list name */
export function openApiDocument(baseUrl: string): Json {
  const { components, answers } = answerSchemas();
  const paths: Record<string, Json> = {};
  const add = (path: string, method: string, described: Json) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: described };
  };
  for (const operation of OPERATIONS)
    add(operation.path, operation.method, describeOperation(operation, answers.get(operation.id)));
  for (const operation of PLAIN_OPERATIONS) add(operation.path, operation.method, describePlain(operation));
  const tags = [...new Set([...OPERATIONS, ...PLAIN_OPERATIONS].map(({ tag }) => tag))];
  return {
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version: "1",
      description: "Directory sync: organizations, directories, people and everything an admin can do by hand.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: baseUrl }],
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...components, ...ERROR_SHAPES, ScimError: SCIM_ERROR },
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A key of the API with the scope named" },
        scimToken: { type: "http", scheme: "bearer", description: "A token of one directory" },
        metricsToken: { type: "http", scheme: "bearer", description: "METRICS_TOKEN" },
      },
    },
  };
}
