import { LRUCache } from "lru-cache";
import type { MappingInForce } from "#lib/directory/membership.ts";
import { compileConfiguration } from "#lib/mapping/compile.ts";
import {
  BUILT_IN_ROLES,
  type Configuration,
  type CustomAttribute,
  DEFAULT_MAPPING,
  DEFAULT_ROLES,
  type KnownRole,
} from "#lib/mapping/configuration.ts";
import type { Schema } from "#lib/scim/schema/attribute.ts";
import { withExtensions } from "#lib/scim/schema/extensions.ts";
import { User } from "#lib/scim/schema/resource-types.ts";

/** Columns beside those of a directory `d`, for `mappingInForce`. */
export const CONFIGURATION = `d.configuration_version, coalesce(v.user_id_attribute, d.user_id_attribute) as user_id_attribute,
    v.rows as mapping_rows, v.roles as role_rules, o.member_attributes,
    (select coalesce(jsonb_agg(jsonb_build_object('slug', x.slug, 'rank', x.rank) order by x.rank, x.slug), '[]')
      from organization_role x where x.organization_id = d.organization_id) as custom_roles`;
export const CONFIGURATION_JOIN = `join organization o on o.id = d.organization_id
    left join directory_configuration v on v.directory_id = d.id and v.version = d.configuration_version`;

export interface ConfigurationRow extends Record<string, unknown> {
  schemas: Schema[];
  configuration_version: number;
  user_id_attribute: string;
  /** Null: the default ones. */
  mapping_rows: Configuration["rows"] | null;
  role_rules: Configuration["roles"] | null;
  member_attributes: CustomAttribute[];
  custom_roles: KnownRole[];
}

/** Compiling takes longer than a request may: what is in force is compiled once. */
const compiled = new LRUCache<string, MappingInForce>({ max: 500 });

export const configurationOf = (row: ConfigurationRow): Configuration => ({
  userIdAttribute: row.user_id_attribute === "externalId" ? "externalId" : "userName",
  rows: row.mapping_rows ?? DEFAULT_MAPPING,
  roles: row.role_rules ?? DEFAULT_ROLES,
});

export function mappingInForce(row: ConfigurationRow): MappingInForce {
  const configuration = configurationOf(row);
  const { schemas, member_attributes: attributes, custom_roles: own, configuration_version: version } = row;
  const key = JSON.stringify([version, configuration, schemas, attributes, own]);
  const known = compiled.get(key);
  if (known) return known;
  const made = {
    version,
    compiled: compileConfiguration(configuration, {
      type: withExtensions(User, schemas),
      roles: [...BUILT_IN_ROLES, ...own],
      attributes,
    }),
  };
  compiled.set(key, made);
  return made;
}
