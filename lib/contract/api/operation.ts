/** One call of the API: what validates a request is what the reference says of it (lib/http/api/openapi.ts). */
import type { z } from "zod";
import type { ApiAccess, ApiArea } from "../api-scopes.ts";

export type ApiMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Which product's shapes and errors a call has: ours, or those another product's SDK expects. */
export type ApiDialect = "rollcall" | "workos" | "auth0";

export interface Operation<Input = unknown, Query = unknown> {
  /** Unique, verb first, e.g. `listDirectories`: the OpenAPI operationId and the anchor in the reference. */
  readonly id: string;
  readonly method: ApiMethod;
  /** With parameters in braces, named as the folders of app: `/v1/organizations/{organizationId}`. */
  readonly path: `/${string}`;
  /** A heading of the reference. */
  readonly tag: string;
  /** A few words, as a heading. */
  readonly summary: string;
  /** What is not plain from the summary, in Markdown without headings. */
  readonly description?: string;
  /** The scope a key needs: an area, and `read` for GET or `manage` for the rest unless `access` says otherwise. */
  readonly area: ApiArea;
  readonly access?: ApiAccess;
  readonly dialect?: ApiDialect;
  readonly query?: z.core.$ZodType<Query>;
  /** The JSON body. */
  readonly input?: z.core.$ZodType<Input>;
  /** An absent or empty body counts as `{}`. */
  readonly emptyInput?: boolean;
  /** Of a success; 200 unless said. 204 has no body. */
  readonly status?: 200 | 201 | 204;
  readonly answer?: z.core.$ZodType;
  /** Codes of failures beyond those every call may have. */
  readonly failures?: readonly string[];
}

/** Keeps the types of input and query while checking the rest. */
export const operation = <Input = undefined, Query = undefined>(given: Operation<Input, Query>) => given;

/** GET reads, the rest manages, unless the operation says otherwise. */
export const accessOf = ({ access, method }: Operation<never, never> | Operation): ApiAccess =>
  access ?? (method === "GET" ? "read" : "manage");

const shapes = new Map<string, z.ZodType>();
/** Shapes that the reference shows under a name of their own. */
export const namedShapes: ReadonlyMap<string, z.ZodType> = shapes;

export function named<Shape extends z.ZodType>(id: string, shape: Shape, description?: string): Shape {
  const described = description === undefined ? shape : shape.meta({ description });
  shapes.set(id, described);
  return described as Shape;
}
