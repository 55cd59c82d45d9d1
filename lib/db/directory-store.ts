import type { Provider } from "#lib/contract/provider.ts";
import type { DirectoryPlace, DirectoryRecord, DirectoryStore } from "#lib/directory/admin-context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { TEST_TOKEN_PREFIX } from "#lib/directory/idp/test-run.ts";
import type { Schema } from "#lib/scim/schema/attribute.ts";
import { withExtensions } from "#lib/scim/schema/extensions.ts";
import { Group, User } from "#lib/scim/schema/resource-types.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { json } from "./consequences.ts";
import { END_MEMBERSHIPS, EVENTS_OF_ALL, insertAuditLine } from "./directory-end.ts";
import { eventRows } from "./event-rows.ts";
import { guarded, violatedUnique } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { firstIdAt } from "./log-filter.ts";
import { LOG_COLUMNS, type LogRow, toLogEntry } from "./log-row.ts";
import { inactiveCounted, peopleCounted } from "./people-count.ts";
import { refold } from "./refold.ts";
import type { Sql } from "./sql.ts";

interface Place extends Record<string, unknown> {
  id: string;
  organization_id: string;
  name: string;
  provider: Provider;
  paused: boolean;
  user_id_attribute: string;
  label: string | null;
  rate_limit: number | null;
  created_at: Date;
  last_request_at: Date | null;
}
interface Row extends Place {
  active_users: number;
  inactive_users: number;
  groups: number;
  active_tokens: number;
}

const PLACE_COLUMNS = `d.id, d.organization_id, d.name, d.provider,
    (d.paused and (d.paused_until is null or d.paused_until > now())) as paused, d.user_id_attribute, d.label, d.rate_limit,
    d.created_at, d.last_request_at`;
/** People are counted by two indexes, the one of all and the small one of the inactive, and never by their rows. */
const SELECT = `
  select ${PLACE_COLUMNS}, u.users - u.inactive_users as active_users, u.inactive_users,
    (select count(*)::int from directory_group g where g.directory_id = d.id) as groups,
    (
      select count(*)::int from scim_token t
      where t.directory_id = d.id and t.client_id is null and t.revoked_at is null
        and t.id not like '${TEST_TOKEN_PREFIX}%'
        and (t.expires_at is null or t.expires_at > now())
    ) as active_tokens
  from directory d cross join lateral (
    select ${peopleCounted("d.id")} as users,
      ${inactiveCounted("d.id")} as inactive_users
  ) u`;
const PLACE = `select ${PLACE_COLUMNS} from directory d where d.id = $1`;

const toPlace = (row: Place): DirectoryPlace => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name,
  provider: row.provider,
  state: row.paused ? "paused" : row.last_request_at ? "active" : "waiting",
  userIdAttribute: row.user_id_attribute,
  label: row.label,
  rateLimit: row.rate_limit,
  createdAt: row.created_at.toISOString(),
  lastRequestAt: row.last_request_at?.toISOString() ?? null,
});

const toRecord = (row: Row): DirectoryRecord => ({
  ...toPlace(row),
  counts: {
    activeUsers: row.active_users,
    inactiveUsers: row.inactive_users,
    groups: row.groups,
    activeTokens: row.active_tokens,
  },
});

/** The address has one name for one directory of the whole instance; whose the other one is stays unsaid. */
const labelTaken = (label: string) =>
  new DirectoryError("conflict", `Another directory has the label "${label}". Choose a different one.`, {
    fields: { label: "Another directory has this label." },
  });

/** $2: the first id of the time. Ids are in the order of time, and both counts are answered by an index alone. */
const ACTIVITY = `
  select (select count(*)::int from provisioning_entry e where e.directory_id = $1 and e.id >= $2::uuid) as requests,
    (select count(*)::int from provisioning_entry e
      where e.directory_id = $1 and e.outcome in ('refused', 'failed') and e.id >= $2::uuid) as refused`;

/** $2 holds what changes. */
const UPDATE = `
  update directory d set name = coalesce(c.name, d.name), paused = coalesce(c.paused, d.paused),
    paused_at = case when $2::jsonb ? 'pausedAt' then c."pausedAt" else d.paused_at end,
    paused_until = case when $2::jsonb ? 'pausedUntil' then c."pausedUntil" else d.paused_until end,
    label = case when $2::jsonb ? 'label' then c.label else d.label end,
    rate_limit = case when $2::jsonb ? 'rateLimit' then c."rateLimit" else d.rate_limit end
  from jsonb_to_record($2::jsonb) as c(name text, paused boolean, "pausedAt" timestamptz, "pausedUntil" timestamptz,
    label text, "rateLimit" int)
  where d.id = $1`;
const SCHEMAS = "select schemas from directory where id = $1";
const DECLARE_SCHEMAS = "update directory set schemas = $2::jsonb where id = $1";

/** Whoever would change these rows waits; who only refers to them does not. */
const HOLD = `
  with held as (select organization_id from directory where id = $1 for no key update)
  select o.id from organization o join held on held.organization_id = o.id for no key update of o`;

const LOCK = "select id from directory where id = $1 for update";

/** Directories as admins see them. */
export function directoryStore(prisma: PrismaClient, sql: Sql): DirectoryStore {
  /** Written by declareSchemas alone. */
  const readSchemas = async (id: string) => {
    const [row] = await guarded(() => sql.query<{ schemas: Schema[] }>(SCHEMAS, [id]));
    return row?.schemas ?? [];
  };
  return {
    async insert(directory, audit, events) {
      await guarded(() =>
        prisma.$transaction([
          prisma.directory.create({ data: directory }),
          prisma.auditEntry.create({ data: audit }),
          prisma.event.createMany({ data: eventRows(directory.id, audit, events) }),
        ]),
      );
    },

    async find(id) {
      const [row] = await guarded(() => sql.query<Row>(`${SELECT} where d.id = $1`, [id]));
      return row && toRecord(row);
    },

    async place(id) {
      const [row] = await guarded(() => sql.query<Place>(PLACE, [id]));
      return row && toPlace(row);
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() =>
        sql.query<Row>(`${SELECT} where d.organization_id = $1 order by d.id`, [organizationId]),
      );
      return rows.map(toRecord);
    },

    async all() {
      const rows = await guarded(() => sql.query<Row>(`${SELECT} order by d.id`));
      return rows.map(toRecord);
    },

    async update(id, change, audit) {
      await guarded(() =>
        sql.transaction(async (transaction) => {
          await transaction.query(UPDATE, [id, json(change)]);
          await insertAuditOf(transaction, audit);
        }),
      ).catch((error) => {
        throw violatedUnique(error) ? labelTaken(change.label ?? "") : error;
      });
    },

    schemas: readSchemas,

    async declareSchemas(id, schemas, audit) {
      await guarded(() =>
        sql.transaction(async (transaction) => {
          await transaction.query(DECLARE_SCHEMAS, [id, json(schemas)]);
          await insertAuditOf(transaction, audit);
        }),
      );
    },
    async refold(id, urns) {
      const schemas = await readSchemas(id);
      await refold(sql, "directory_user", withExtensions(User, schemas), id, urns);
      await refold(sql, "directory_group", withExtensions(Group, schemas), id, urns);
    },

    async hold(id) {
      await guarded(() => sql.query(HOLD, [id]));
    },

    async remove(id, audit, events) {
      const frame = [id, audit.organizationId, audit.id, audit.at];
      await guarded(() =>
        sql.transaction(async (transaction) => {
          // Whoever writes to the directory waits here, and then finds it gone.
          const [found] = await transaction.query(LOCK, [id]);
          if (!found) return;
          for (const statement of EVENTS_OF_ALL) await transaction.query(statement, frame);
          await transaction.query(END_MEMBERSHIPS, [id, audit.organizationId, audit.at]);
          await transaction.query("delete from directory where id = $1", [id]);
          await insertAuditLine(transaction, audit, events, id);
        }),
      );
    },

    async activity(id, since) {
      const newest = `select ${LOG_COLUMNS} from provisioning_entry e where e.directory_id = $1 order by e.id desc limit 1`;
      const [[numbers], [last]] = await guarded(() =>
        Promise.all([
          sql.query<{ requests: number; refused: number }>(ACTIVITY, [id, firstIdAt(since)]),
          sql.query<LogRow>(newest, [id]),
        ]),
      );
      return { requests: numbers?.requests ?? 0, refused: numbers?.refused ?? 0, last: last ? toLogEntry(last) : null };
    },
  };
}
