import type { StoredResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { searchDocument } from "#lib/scim/search-document.ts";
import { json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import type { ResourceTable } from "./resource-rows.ts";
import type { Sql } from "./sql.ts";

const BATCH = 500;

interface Loaded extends Record<string, unknown> {
  id: string;
  version: number;
  resource: StoredResource;
}

/**
 * Folds the resources of a directory anew that hold one of these extensions: what a schema says of letter case and time
 * decides how filters see its values. A batch at a time, so that no statement holds the table for long; who is written
 * meanwhile is folded by that write. `urns` in lower case. @returns how many resources were looked at
 */
export async function refold(
  sql: Sql,
  table: ResourceTable["name"],
  type: ResourceType,
  directoryId: string,
  urns: readonly string[],
): Promise<number> {
  const next = `select r.id, r.version, r.resource from ${table} r
    where r.directory_id = $1 and ($2::uuid is null or r.id > $2::uuid)
      and exists (select from jsonb_object_keys(r.resource) k where lower(k) = any($3::text[]))
    order by r.id limit ${BATCH}`;
  const write = `update ${table} r set search = f.search
    from jsonb_to_recordset($2::jsonb) as f(id uuid, version int, search jsonb)
    where r.directory_id = $1 and r.id = f.id and r.version = f.version and r.search <> f.search`;
  let after: string | null = null;
  for (let looked = 0; ; ) {
    const last: string | null = after;
    const rows: Loaded[] = await guarded(() => sql.query<Loaded>(next, [directoryId, last, urns]));
    const folded = rows.map(({ id, version, resource }) => ({ id, version, search: searchDocument(type, resource) }));
    if (rows.length > 0) await guarded(() => sql.query(write, [directoryId, json(folded)]));
    looked += rows.length;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return looked;
  }
}
