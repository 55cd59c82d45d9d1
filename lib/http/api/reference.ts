/** The reference for people, made of the OpenAPI document: the page in the dashboard and its Markdown say the same. */
import type { ReferenceEntry, ReferenceField, ReferenceSection } from "#lib/contract/reference.ts";
import { type Json, openApiDocument } from "./openapi.ts";
import { verifiersInMarkdown } from "./verifiers.ts";

/** What stands in examples in place of parameters, e.g. `{organizationId: "org_…"}`. */
export type KnownIds = Readonly<Record<string, string | undefined>>;

interface Described {
  operationId: string;
  tags: [string];
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters: {
    name: string;
    in: "path" | "query" | "header";
    required?: boolean;
    description?: string;
    schema: Json;
  }[];
  requestBody?: { content: Record<string, { schema: Json; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json; example?: unknown }> }>;
}

type Schemas = Readonly<Record<string, Json>>;
const DEPTH_MAX = 6;

const resolve = (schema: Json, schemas: Schemas): Json =>
  typeof schema.$ref === "string" ? (schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}) : schema;

/** A value the schema allows, telling by its example where it has one. */
function sample(given: Json, schemas: Schemas, depth = 0): unknown {
  const schema = resolve(given, schemas);
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.examples)) return schema.examples[0];
  if ("default" in schema) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [first] = [schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []].flat() as Json[];
  if (first) return sample(first, schemas, depth);
  if (depth > DEPTH_MAX) return {};
  if (schema.type === "array") return [sample((schema.items ?? {}) as Json, schemas, depth + 1)];
  if (schema.type === "object") {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
    const shown = properties.filter(([name]) => name !== "next_cursor");
    return Object.fromEntries(shown.map(([name, property]) => [name, sample(property, schemas, depth + 1)]));
  }
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  if (schema.type === "boolean") return true;
  return schema.type === "string" ? "…" : null;
}

function typeOf(given: Json, schemas: Schemas): string {
  const schema = resolve(given, schemas);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const choices = [schema.anyOf ?? schema.oneOf ?? []].flat() as Json[];
  if (choices.length > 0) return [...new Set(choices.map((choice) => typeOf(choice, schemas)))].join(" | ");
  if (schema.type === "array") return `list of ${typeOf((schema.items ?? {}) as Json, schemas)}`;
  return typeof schema.type === "string" ? schema.type : "any";
}

function needsOf([security]: Described["security"]): string {
  if (!security) return "Nothing: it is open to all.";
  if (security.key) return `A key with the scope ${security.key.join(", ")}`;
  return security.scimToken ? "A SCIM token of the directory" : "METRICS_TOKEN";
}

const bodyFields = (schema: Json, schemas: Schemas): ReferenceField[] => {
  const { properties = {}, required = [] } = resolve(schema, schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    place: "body",
    name,
    type: typeOf(property, schemas),
    required: required.includes(name),
    description: String(property.description ?? ""),
  }));
};

const layOut = (value: unknown) => JSON.stringify(value, null, 2);

/** Only what has to be sent, or all of it where nothing has to. */
function requestExample(schema: Json, schemas: Schemas): unknown {
  const whole = sample(schema, schemas) as Record<string, unknown>;
  const { required = [] } = resolve(schema, schemas) as { required?: string[] };
  const needed = Object.entries(whole ?? {}).filter(([name]) => required.includes(name));
  return needed.length > 0 ? Object.fromEntries(needed) : whole;
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
  readonly body: { type: string; text: string } | undefined;
}

function toCurl({ method, url, token, body }: Call): string {
  const parts = [`curl ${method === "GET" ? "" : `-X ${method} `}"${url}"`];
  if (token) parts.push(`-H "Authorization: Bearer $${token}"`);
  if (body) parts.push(`-H "Content-Type: ${body.type}"`, `-d '${body.text.replaceAll("'", "'\\''")}'`);
  return parts.join(" \\\n  ");
}

function toNode({ method, url, token, body }: Call): string {
  const headers = [
    ...(token ? [`    authorization: \`Bearer \${process.env.${token}}\`,`] : []),
    ...(body ? [`    "content-type": "${body.type}",`] : []),
  ];
  const isJson = body?.type.endsWith("json");
  const sent = body && (isJson ? `JSON.stringify(${body.text.replaceAll("\n", "\n  ")})` : JSON.stringify(body.text));
  const options = [
    ...(method === "GET" ? [] : [`  method: "${method}",`]),
    ...(headers.length > 0 ? ["  headers: {", ...headers, "  },"] : []),
    ...(sent ? [`  body: ${sent},`] : []),
  ];
  return `const response = await fetch("${url}"${options.length > 0 ? `, {\n${options.join("\n")}\n}` : ""});\nconst answer = await response.${method === "DELETE" ? "text" : "json"}();`;
}

const tokenOf = ([security]: Described["security"]) =>
  security && (security.key ? "ROLLCALL_KEY" : security.scimToken ? "SCIM_TOKEN" : "METRICS_TOKEN");

function callOf(
  method: string,
  path: string,
  described: Described,
  schemas: Schemas,
  base: string,
  ids: KnownIds,
): Call {
  const [type, content] = Object.entries(described.requestBody?.content ?? {})[0] ?? [];
  const example = content && (content.example ?? requestExample(content.schema, schemas));
  const text = type?.includes("json")
    ? layOut(example)
    : new URLSearchParams((example ?? {}) as Record<string, string>).toString();
  const url = `${base}${path.replace(/\{(\w+)\}/g, (whole, name) => ids[name] ?? whole)}`;
  return { method, url, token: tokenOf(described.security), body: type ? { type, text } : undefined };
}

function entryOf(
  method: string,
  path: string,
  described: Described,
  schemas: Schemas,
  base: string,
  ids: KnownIds,
): ReferenceEntry {
  const [[status = "200", response] = []] = Object.entries(described.responses).filter(([code]) =>
    /^2|^501/.test(code),
  );
  const [content] = Object.values(response?.content ?? {});
  const body = Object.values(described.requestBody?.content ?? {})[0];
  const answer =
    content?.example ??
    (content && Object.keys(content.schema).length > 0 ? sample(content.schema, schemas) : undefined);
  const call = callOf(method, path, described, schemas, base, ids);
  return {
    id: described.operationId,
    tag: described.tags[0],
    method,
    path,
    summary: described.summary,
    description: described.description ?? "",
    needs: needsOf(described.security),
    fields: [
      ...described.parameters.map(({ name, in: place, required = false, description = "", schema }) => ({
        place,
        name,
        type: typeOf(schema, schemas),
        required,
        description,
      })),
      ...(body ? bodyFields(body.schema, schemas) : []),
    ],
    status: Number(status),
    answer: answer === undefined ? "" : layOut(answer),
    failures: Object.entries(described.responses)
      .filter(([code]) => /^[45]/.test(code) && code !== status)
      .map(([code, { description }]) => `${code} ${description}`),
    curl: toCurl(call),
    node: toNode(call),
  };
}

/** Every call by heading, with the reader's own address and ids in its examples. */
export function referenceSections(baseUrl: string, ids: KnownIds = {}): ReferenceSection[] {
  const document = openApiDocument(baseUrl);
  const { schemas } = document.components as { schemas: Schemas };
  const entries = Object.entries(document.paths as Record<string, Record<string, Described>>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) =>
      entryOf(method.toUpperCase(), path, described, schemas, baseUrl, ids),
    ),
  );
  const tags = (document.tags as { name: string }[]).map(({ name }) => name);
  return tags.map((tag) => ({ tag, entries: entries.filter((entry) => entry.tag === tag) }));
}

const row = ({ name, place, type, required, description }: ReferenceField) =>
  `| \`${name}\` | ${place} | ${type.replaceAll("|", "\\|")} | ${required ? "yes" : ""} | ${description.replaceAll("|", "\\|")} |`;

function entryInMarkdown(entry: ReferenceEntry): string {
  const fields =
    entry.fields.length > 0
      ? `\n| name | in | type | required | |\n|---|---|---|---|---|\n${entry.fields.map(row).join("\n")}\n`
      : "";
  const description = entry.description && `${entry.description}\n\n`;
  const answer = entry.answer && `\n\`\`\`json\n${entry.answer}\n\`\`\`\n`;
  return `### ${entry.summary}

\`${entry.method} ${entry.path}\` (${entry.id})

${description}${entry.needs}.
${fields}
\`\`\`sh
${entry.curl}
\`\`\`

Answers ${entry.status}.
${answer}`;
}

/** The whole reference as one Markdown document. */
export function referenceInMarkdown(baseUrl: string): string {
  const sections = referenceSections(baseUrl).map(
    ({ tag, entries }) => `## ${tag}\n\n${entries.map(entryInMarkdown).join("\n")}`,
  );
  return `# Rollcall API

Base address: ${baseUrl}. Send a key as \`Authorization: Bearer <key>\`; the same as OpenAPI 3.1 is at ${baseUrl}/openapi.json.
Lists answer \`data\`, \`total_count\` and, while there is more, \`next_cursor\`: send it back as \`cursor\`.
A change with an \`Idempotency-Key\` header is done once, however often it is sent. Failures are
\`{"error": {"code", "message", "request_id", "fields"?}}\`; 429 and 503 say in \`Retry-After\` when to come back.

${verifiersInMarkdown(baseUrl)}
${sections.join("\n")}`;
}

/** https://llmstxt.org: what there is to read here, for programs that read. */
export const llmsTxt = (baseUrl: string) => `# Rollcall

> Self-hosted directory sync: identity providers push people and groups over SCIM 2.0; applications read them by API, event feed and webhook.

- [API reference](${baseUrl}/docs/api.md): every call with its fields, scopes and examples
- [OpenAPI 3.1](${baseUrl}/openapi.json): the same for tools
`;

/** The sections with those entries alone that hold every word of `query`; sections left empty go. */
export function searchSections(sections: readonly ReferenceSection[], query: string): ReferenceSection[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry: ReferenceEntry) => {
    const text = [entry.tag, entry.method, entry.path, entry.summary, entry.description, entry.id, entry.needs]
      .concat(entry.fields.map(({ name, description }) => `${name} ${description}`))
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return sections
    .map(({ tag, entries }) => ({ tag, entries: entries.filter(fits) }))
    .filter(({ entries }) => entries.length > 0);
}
