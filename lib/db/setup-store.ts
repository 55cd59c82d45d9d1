import { SCOPES } from "#lib/contract/scopes.ts";
import type { SetupLink } from "#lib/contract/setup.ts";
import { TEST_TOKEN_PREFIX } from "#lib/directory/idp/test-run.ts";
import type { OpenedLink, SetupRow, SetupStore, StrangerRequest, TestTraces } from "#lib/directory/setup/store.ts";
import { type Findings, NOTHING_FOUND, type ReadEntry } from "#lib/setup/findings.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import { Prisma, type PrismaClient } from "./generated/client.ts";
import type { Sql } from "./sql.ts";
import { STRANGERS_OF } from "./stranger-log.ts";

const READ = "select step, done, read_to, findings, test from directory_setup where directory_id = $1";

const ENTRIES = `
  select id, at, outcome, method, path, status, cause, sentence, target_type, token_prefix,
    case when target_type = 'User' and method in ('PUT', 'PATCH') and jsonb_typeof(changes) = 'array' then exists (
      select from jsonb_array_elements(changes) c where c->>'attribute' = 'active' and c->'after' = 'false'::jsonb
    ) else false end as deactivates,
    request->>'query' as query,
    case when target_type = 'User' and method = 'POST' and jsonb_typeof(request->'body') = 'object' then request->'body' end as person
  from provisioning_entry
  where directory_id = $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
    and coalesce(token_id, '') not like '${TEST_TOKEN_PREFIX}%'
  order by id limit $3`;

const SAVE_FINDINGS = `
  insert into directory_setup as s (directory_id, read_to, findings, updated_at)
  select id, $3::uuid, $4::jsonb, now() from directory where id = $1
  on conflict (directory_id) do update set read_to = excluded.read_to, findings = excluded.findings, updated_at = now()
  where s.read_to is not distinct from $2::uuid`;

const SAVE_STEP = `
  insert into directory_setup (directory_id, step) select id, $2 from directory where id = $1
  on conflict (directory_id) do update set step = excluded.step, updated_at = now()`;

const SAVE_DONE = `
  insert into directory_setup as s (directory_id, done)
  select id, case when $3::jsonb is null then '{}'::jsonb else jsonb_build_object($2::text, $3::jsonb) end
  from directory where id = $1
  on conflict (directory_id) do update
  set done = case when $3::jsonb is null then s.done - $2::text else s.done || jsonb_build_object($2::text, $3::jsonb) end,
    updated_at = now()`;

const CHANGE_PROVIDER = "update directory set provider = $2, user_id_attribute = $3 where id = $1";

const FACTS = `
  select
    (select count(*)::int from (
      select 1 from directory_membership where directory_id = $1 and ($2::uuid is null or group_id <> $2::uuid) limit 1
    ) m) as memberships,
    (select count(*)::int from (
      select 1 from member x join directory d on d.organization_id = x.organization_id
      where d.id = $1 and x.directory_id = $1 and x.active and x.role_source not in ('default', 'manual') limit 1
    ) r) as ruled,
    (select count(*)::int from waiting_member where directory_id = $1) as waiting`;

const SENTENCES = `
  select request_id, sentence from provisioning_entry
  where directory_id = $1 and id >= $2::uuid and request_id = any($3::text[])`;

const PURGE_ENTRIES = `
  delete from provisioning_entry where directory_id = $1 and id >= $2::uuid and token_id like '${TEST_TOKEN_PREFIX}%'`;
const PURGE_MEMBERS = `
  delete from member x using directory d
  where d.id = $1 and x.organization_id = d.organization_id and x.directory_id = $1
    and x.directory_user_id = any($2::uuid[]) and x.account_id is null`;
const PURGE_REMOVED = "delete from removed_user where directory_id = $1 and id = any($2::uuid[])";

interface Row extends Record<string, unknown> {
  step: string | null;
  done: SetupRow["done"];
  read_to: string | null;
  findings: Partial<Findings>;
  test: TestTraces | null;
}

interface EntryRow extends Record<string, unknown> {
  id: string;
  at: Date;
  outcome: ReadEntry["outcome"];
  method: string;
  path: string;
  status: number;
  cause: string | null;
  sentence: string;
  target_type: "User" | "Group" | null;
  token_prefix: string | null;
  deactivates: boolean;
  query: string | null;
  person: Record<string, unknown> | null;
}

const fieldOf = (object: Record<string, unknown>, name: string) =>
  Object.entries(object).find(([key]) => key.toLowerCase() === name)?.[1];

function personOf(body: Record<string, unknown> | null): ReadEntry["person"] {
  if (!body) return null;
  const name = fieldOf(body, "name");
  const parts = typeof name === "object" && name !== null ? (name as Record<string, unknown>) : {};
  return {
    hasNames: Boolean(fieldOf(parts, "givenname")) && Boolean(fieldOf(parts, "familyname")),
    hasActive: fieldOf(body, "active") !== undefined,
  };
}

const toEntry = (row: EntryRow): ReadEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  outcome: row.outcome,
  method: row.method,
  path: row.path,
  status: row.status,
  cause: row.cause,
  sentence: row.sentence,
  targetType: row.target_type,
  tokenPrefix: row.token_prefix,
  deactivates: row.deactivates,
  hasFilter: /(^|&)filter=/.test(row.query ?? ""),
  person: personOf(row.person),
});

interface LinkRow {
  id: string;
  directoryId: string;
  name: string;
  prefix: string;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date;
  revokedAt: Date | null;
  openings: unknown;
  tokens: number;
}

/** Names every column that may be read: the hash never leaves this room. */
const LINK_SHOWN = {
  id: true,
  directoryId: true,
  name: true,
  prefix: true,
  createdAt: true,
  createdBy: true,
  expiresAt: true,
  revokedAt: true,
  openings: true,
  tokens: true,
} as const;

const toLink = (row: LinkRow): SetupLink => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  openings: row.openings as SetupLink["openings"],
});

const OPENINGS_KEPT = 20;
/** The same browser from the same place counts as one visit for that long. */
const SAME_VISIT_MS = 3_600_000;

function isSameVisit(link: OpenedLink, opening: { at: Date; ip: string | null; userAgent: string | null }): boolean {
  return link.openings.some(
    ({ at, ip, userAgent }) =>
      ip === opening.ip &&
      userAgent === opening.userAgent &&
      opening.at.getTime() - new Date(at).getTime() < SAME_VISIT_MS,
  );
}

/** Setup progress, test runs and setup links. */
export function setupStore(prisma: PrismaClient, sql: Sql): SetupStore {
  return {
    async read(directoryId) {
      const [row] = await guarded(() => sql.query<Row>(READ, [directoryId]));
      return (
        row && {
          step: row.step,
          done: row.done,
          readTo: row.read_to,
          findings: { ...NOTHING_FOUND, ...row.findings },
          test: row.test,
        }
      );
    },

    async entriesAfter(directoryId, after, limit) {
      const rows = await guarded(() => sql.query<EntryRow>(ENTRIES, [directoryId, after, limit]));
      return rows.map(toEntry);
    },

    async saveFindings(directoryId, from, to, findings) {
      await guarded(() => sql.query(SAVE_FINDINGS, [directoryId, from, to, json(findings)]));
    },

    async saveStep(directoryId, step) {
      await guarded(() => sql.query(SAVE_STEP, [directoryId, step]));
    },

    async saveDone(directoryId, step, done) {
      await guarded(() => sql.query(SAVE_DONE, [directoryId, step, done && json(done)]));
    },

    async startOver(directoryId, readTo, audit) {
      const fresh = { step: null, done: {}, findings: {}, readTo };
      await guarded(() =>
        prisma.$transaction([
          prisma.directorySetup.upsert({
            where: { directoryId },
            create: { directoryId, ...fresh },
            update: fresh,
          }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async changeProvider(id, { provider, userIdAttribute }, audit) {
      await guarded(() =>
        sql.transaction(async (transaction) => {
          await transaction.query(CHANGE_PROVIDER, [id, provider, userIdAttribute]);
          await insertAuditOf(transaction, audit);
        }),
      );
    },

    async facts(directoryId, testGroupId) {
      const [row] = await guarded(() =>
        sql.query<{ memberships: number; ruled: number; waiting: number }>(FACTS, [directoryId, testGroupId]),
      );
      return {
        memberships: row?.memberships ?? 0,
        ruledMembers: row?.ruled ?? 0,
        waitingMembers: row?.waiting ?? 0,
      };
    },

    async strangers(directoryId, since) {
      const rows = await guarded(() => sql.query(STRANGERS_OF, [directoryId, since]));
      return rows.map(({ at, ...row }) => ({ ...row, at: (at as Date).toISOString() }) as unknown as StrangerRequest);
    },

    async saveTest(directoryId, test, audit) {
      const data = { test: test ? { ...test } : Prisma.DbNull };
      await guarded(() =>
        prisma.$transaction([
          prisma.directorySetup.upsert({ where: { directoryId }, create: { directoryId, ...data }, update: data }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async noteAudit(audit) {
      await guarded(() => prisma.auditEntry.create({ data: audit }));
    },

    async insertTestToken(directoryId, { id, secret, expiresAt }) {
      const { prefix, lastFour } = secret;
      const hash = new Uint8Array(secret.hash);
      const data = { id, directoryId, name: "Test run", hash, prefix, lastFour, createdBy: "Test run", expiresAt };
      await guarded(() => prisma.scimToken.create({ data: { ...data, scopes: [...SCOPES] } }));
    },

    async removeTestTokens(directoryId) {
      await guarded(() =>
        prisma.scimToken.deleteMany({ where: { directoryId, id: { startsWith: TEST_TOKEN_PREFIX } } }),
      );
    },

    async sentences(directoryId, since, requestIds) {
      const rows = await guarded(() =>
        sql.query<{ request_id: string; sentence: string }>(SENTENCES, [directoryId, since, [...requestIds]]),
      );
      return new Map(rows.map(({ request_id, sentence }) => [request_id, sentence]));
    },

    async purgeTest(directoryId, since, userIds) {
      await guarded(() =>
        sql.transaction(async (inside) => {
          await inside.query(PURGE_MEMBERS, [directoryId, [...userIds]]);
          await inside.query(PURGE_REMOVED, [directoryId, [...userIds]]);
          await inside.query(PURGE_ENTRIES, [directoryId, since]);
        }),
      );
    },

    async insertLink({ secret, ...link }, audit) {
      const { prefix, lastFour } = secret;
      await guarded(() =>
        prisma.$transaction([
          prisma.setupLink.create({ data: { ...link, hash: new Uint8Array(secret.hash), prefix, lastFour } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async links(directoryId) {
      const rows = await guarded(() =>
        prisma.setupLink.findMany({ where: { directoryId }, select: LINK_SHOWN, orderBy: { createdAt: "desc" } }),
      );
      return rows.map(toLink);
    },

    async findLink(hash) {
      const select = { ...LINK_SHOWN, directory: { select: { organizationId: true } } };
      const row = await guarded(() => prisma.setupLink.findUnique({ where: { hash: new Uint8Array(hash) }, select }));
      if (!row) return undefined;
      const { directory, ...link } = row;
      return { ...toLink(link), organizationId: directory.organizationId };
    },

    async noteOpening(link, opening, audit) {
      if (isSameVisit(link, opening)) return;
      const openings = [{ ...opening, at: opening.at.toISOString() }, ...link.openings].slice(0, OPENINGS_KEPT);
      await guarded(() =>
        prisma.$transaction([
          prisma.setupLink.update({ where: { id: link.id }, data: { openings } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async countToken(id, most) {
      const { count } = await guarded(() =>
        prisma.setupLink.updateMany({ where: { id, tokens: { lt: most } }, data: { tokens: { increment: 1 } } }),
      );
      return count > 0;
    },

    async revokeLink(id, at, audit) {
      return guarded(() =>
        prisma.$transaction(async (transaction) => {
          const where = { id, revokedAt: null };
          const { count } = await transaction.setupLink.updateMany({ where, data: { revokedAt: at } });
          if (count > 0) await transaction.auditEntry.create({ data: audit });
          return count > 0;
        }),
      );
    },
  };
}
