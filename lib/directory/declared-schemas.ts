import type { JsonObject } from "#lib/scim/resource.ts";
import type { Schema } from "#lib/scim/schema/attribute.ts";
import { readDeclaredSchema, SchemaDeclarationError } from "#lib/scim/schema/declared.ts";
import type { AdminContext, DirectoryPlace } from "./admin-context.ts";
import { audit, changeOf } from "./audit.ts";
import { requireDirectory } from "./directories.ts";
import { DirectoryError } from "./error.ts";

/** The extensions that admins declared for the directory. */
export async function listDeclaredSchemas(ctx: AdminContext, directoryId: string): Promise<readonly Schema[]> {
  await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  return ctx.stores.directories.schemas(directoryId);
}

/**
 * Declares these extensions instead of all that were declared before. What IdPs have sent under a URN that is no longer
 * declared is kept, and filters see what came before as the new declaration says. If it fails half-way, declaring the
 * same again completes it. @throws DirectoryError invalid, with the place in the document and what is wrong there
 */
export async function declareSchemas(
  ctx: AdminContext,
  directoryId: string,
  documents: readonly Record<string, unknown>[],
): Promise<readonly Schema[]> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const schemas = readSchemas(documents);
  const before = await writeSchemas(ctx, record, schemas);
  await ctx.stores.directories.refold(directoryId, urnsOf([...before, ...schemas]));
  return schemas;
}

/** Whoever calls has asked for permission, and refolds what the URNs concern. @returns those declared before */
export async function writeSchemas(ctx: AdminContext, record: DirectoryPlace, schemas: readonly Schema[]) {
  const before = await ctx.stores.directories.schemas(record.id);
  const ids = (of: readonly Schema[]) => of.map(({ id }) => id);
  const detail = { schemas: ids(schemas).join(" ") };
  const change = changeOf({ schemas: ids(before) }, { schemas: ids(schemas) });
  const line = audit(ctx, record.organizationId, "directory.schemas_declared", record, detail, change);
  await ctx.stores.directories.declareSchemas(record.id, schemas, line);
  return before;
}

/** As `refold` wants them. */
export const urnsOf = (schemas: readonly { id: string }[]) => [...new Set(schemas.map(({ id }) => id.toLowerCase()))];

/** @throws DirectoryError invalid, with the place */
export function readSchemas(documents: readonly Record<string, unknown>[]): readonly Schema[] {
  const schemas = documents.map(readAt);
  refuseRepeated(schemas);
  return schemas;
}

function readAt(document: Record<string, unknown>, index: number): Schema {
  try {
    return readDeclaredSchema(document as JsonObject);
  } catch (error) {
    if (error instanceof SchemaDeclarationError) throw invalid(index, error.at, error.message);
    throw error;
  }
}

/** URNs ignore letter case (RFC 7643 §3.1). */
function refuseRepeated(schemas: readonly Schema[]): void {
  const ids = schemas.map(({ id }) => id.toLowerCase());
  const index = ids.findIndex((id, at) => ids.indexOf(id) !== at);
  if (index >= 0) throw invalid(index, "id", "id is declared twice; letter case does not count.");
}

const invalid = (index: number, at: string, message: string) =>
  new DirectoryError("invalid", `schemas[${index}]: ${message}`, { fields: { [`schemas[${index}].${at}`]: message } });
