/** A column that answers a path faster than the search document does. */
export interface HotColumn {
  readonly sql: string;
  readonly type: "text" | "folded" | "time" | "uuid";
  readonly nullable?: true;
}

/** Text in the order of code points, which is that of the indexes (and of lib/scim/code-point-order.ts). */
export const inCodePointOrder = (sql: string) => (sql.endsWith('collate "C")') ? sql : `(${sql} collate "C")`);

/** What lives in rows of its own, such as a group's members. */
interface RelatedRows {
  /** Whether there is any. */
  readonly any: string;
  /** Whether there is one with this id. */
  readonly has: (id: string) => string;
}

/** What a resource's table offers to filters. Keys are paths in lower case, joined by dots. */
export interface FilterTable {
  /** Attributes of which one value finds a handful at most. */
  readonly keys: ReadonlySet<string>;
  readonly columns: ReadonlyMap<string, HotColumn>;
  /** Lists of texts whose beginnings are indexed, as tsvectors of the whole folded texts. */
  readonly beginnings: ReadonlyMap<string, string>;
  readonly related: ReadonlyMap<string, RelatedRows>;
  /** Documents, by first key, for what the search document does not hold; folded as it is. */
  readonly documents: ReadonlyMap<string, string>;
}

const times: [string, HotColumn][] = [
  ["meta.created", { sql: "r.created_at", type: "time" }],
  ["meta.lastmodified", { sql: "r.updated_at", type: "time" }],
];

const ownDocuments = (resourceType: "User" | "Group"): [string, string][] => [
  ["schemas", "jsonb_build_object('schemas', r.resource -> 'schemas')"],
  [
    "meta",
    `jsonb_build_object('meta', jsonb_build_object('resourcetype', '${resourceType}', 'version', 'W/"' || r.version || '"'))`,
  ],
];

const GROUPS_OF_USER = "directory_membership m where m.directory_id = r.directory_id and m.user_id = r.id";

export const userFilterTable: FilterTable = {
  keys: new Set(["id", "userName", "externalId", "emails"]),
  columns: new Map<string, HotColumn>([
    ["id", { sql: "r.id", type: "uuid" }],
    ["username", { sql: "r.user_name_key", type: "folded" }],
    ["externalid", { sql: "r.external_id", type: "text", nullable: true }],
    // An index of its own, on this very expression, knows it.
    ["displayname", { sql: `((r.search ->> 'displayname') collate "C")`, type: "folded", nullable: true }],
    ...times,
  ]),
  beginnings: new Map([["emails.value", "directory_email_lexemes(r.search)"]]),
  related: new Map([
    [
      "groups",
      {
        any: `exists (select from ${GROUPS_OF_USER})`,
        has: (id) => `exists (select from ${GROUPS_OF_USER} and m.group_id = ${id}::uuid)`,
      },
    ],
  ]),
  documents: new Map([
    ...ownDocuments("User"),
    [
      "groups",
      `jsonb_build_object('groups', (
        select coalesce(jsonb_agg(jsonb_build_object('value', g.id, 'display', g.display_name_key, 'type', 'direct')), '[]')
        from directory_membership m join directory_group g on g.directory_id = m.directory_id and g.id = m.group_id
        where m.directory_id = r.directory_id and m.user_id = r.id))`,
    ],
  ]),
};

const MEMBERS = "directory_membership m where m.directory_id = r.directory_id and m.group_id = r.id";
const SUBGROUPS = "directory_subgroup s where s.directory_id = r.directory_id and s.group_id = r.id";

export const groupFilterTable: FilterTable = {
  keys: new Set(["id", "externalId", "displayName"]),
  columns: new Map<string, HotColumn>([
    ["id", { sql: "r.id", type: "uuid" }],
    ["displayname", { sql: "r.display_name_key", type: "folded" }],
    ["externalid", { sql: "r.external_id", type: "text", nullable: true }],
    ...times,
  ]),
  beginnings: new Map(),
  related: new Map([
    [
      "members",
      {
        any: `(exists (select from ${MEMBERS}) or exists (select from ${SUBGROUPS}))`,
        has: (id) =>
          `(exists (select from ${MEMBERS} and m.user_id = ${id}::uuid) or exists (select from ${SUBGROUPS} and s.child_group_id = ${id}::uuid))`,
      },
    ],
  ]),
  documents: new Map([
    ...ownDocuments("Group"),
    [
      "members",
      `jsonb_build_object('members', (select coalesce(jsonb_agg(x.item), '[]') from (
        select jsonb_build_object('value', u.id, 'display', coalesce(u.search ->> 'displayname', u.user_name_key), 'type', 'user') as item
        from directory_membership m join directory_user u on u.directory_id = m.directory_id and u.id = m.user_id
        where m.directory_id = r.directory_id and m.group_id = r.id
        union all
        select jsonb_build_object('value', c.id, 'display', c.display_name_key, 'type', 'group')
        from directory_subgroup s join directory_group c on c.directory_id = s.directory_id and c.id = s.child_group_id
        where s.directory_id = r.directory_id and s.group_id = r.id
      ) x))`,
    ],
  ]),
};
