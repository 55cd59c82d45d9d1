/**
 * Spans for OpenTelemetry, if an endpoint is configured (tracing-export.ts). Without one nothing of OpenTelemetry is
 * loaded and a span costs one look at a variable. A span names things by ids: never an address of ours with a person's
 * data in it, a name, a body or a filter.
 */
import type { Attributes, Span, Tracer } from "@opentelemetry/api";

/** Node and Next's bundle have a copy of this module each; what is traced is traced once. */
export const tracing = globalThis as typeof globalThis & {
  rollcallTracing?: { readonly tracer: Tracer; flush(): Promise<void> } | undefined;
};

const SERVER = 1;
const CLIENT = 2;
const INTERNAL = 0;
const KINDS = { server: SERVER, client: CLIENT, internal: INTERNAL } as const;
const ERROR = 2;

/** A span that has begun; undefined where nothing is traced. */
export const beginSpan = (name: string, kind: keyof typeof KINDS, attributes?: Attributes): Span | undefined =>
  tracing.rollcallTracing?.tracer.startSpan(name, { kind: KINDS[kind], ...(attributes && { attributes }) });

/** A stable code instead of the error's words, which may hold anything. */
const errorType = (error: unknown) => (error instanceof Error ? error.name : "unknown");

/** Does the work within a span. `factsOf` adds what is known when it is done. */
export async function traced<Result>(
  name: string,
  kind: keyof typeof KINDS,
  attributes: Attributes,
  work: () => Promise<Result>,
  factsOf?: (result: Result) => Attributes & { "error.type"?: string },
): Promise<Result> {
  const span = beginSpan(name, kind, attributes);
  if (!span) return work();
  try {
    const result = await work();
    const known = factsOf?.(result);
    if (known) span.setAttributes(known);
    if (known?.["error.type"]) span.setStatus({ code: ERROR });
    return result;
  } catch (error) {
    span.setAttribute("error.type", errorType(error));
    span.setStatus({ code: ERROR });
    throw error;
  } finally {
    span.end();
  }
}

const ROUTE =
  /^\/+scim\/+v2(?:\/+connections\/+[^/]+)?(?:\/+(Users|Groups|Bulk|Me|Schemas|ResourceTypes|ServiceProviderConfig|\.search)(?:\/+([^/]+))?)?\/*$/i;

/** `/scim/v2/Users/{id}` for the address of somebody. */
export function routeOf(pathname: string): string {
  const [, resource, rest] = ROUTE.exec(pathname) ?? [];
  if (resource === undefined) return "/scim/v2/{unmatched}";
  return `/scim/v2/${resource}${rest === undefined ? "" : rest === ".search" ? "/.search" : "/{id}"}`;
}

/** Of one SCIM request. */
export function endScimSpan(span: Span, facts: { status: number; attributes: Attributes }): void {
  span.setAttributes({ ...facts.attributes, "http.response.status_code": facts.status });
  if (facts.status >= 500) {
    span.setAttribute("error.type", String(facts.status));
    span.setStatus({ code: ERROR });
  }
  span.end();
}
