/** Fills a directory's provisioning log with ninety days of Entra. */
import type { Sql } from "#lib/db/sql.ts";
import { attributeWord, dialectWord, tenantOf } from "#lib/directory/idp/log-words.ts";

export const PEOPLE = 100_000;

/** Ninety days of Entra: mostly look-ups, some changes, a few refusals; a token that was changed half way. */
const SEED = `
  insert into provisioning_entry (directory_id, id, at, outcome, operation, cause, sentence, method, path, status, scim_type,
    duration_ms, target_type, target_id, target_name, token_id, token_prefix, request_id, user_agent, ip, dialect,
    deviations, changes, request, response, search)
  select $1, id, at, outcome, operation, cause, sentence, method, '/scim/v2/Users/' || person, status, null, 3 + n % 40, 'User',
    person, name, token, left(token, 13), id::text, 'Azure AD SCIM Client', '20.190.128.1', 'entra', '{operation-case}',
    case when outcome = 'changed' then '[{"attribute": "title", "before": "Dev", "after": "Lead"}]'::jsonb else '[]' end,
    jsonb_build_object('query', null, 'body', jsonb_build_object('schemas', '[]'::jsonb, 'userName', mail, 'displayName', name)),
    jsonb_build_object('body', jsonb_build_object('id', person, 'userName', mail, 'displayName', name, 'active', true, 'title', 'Lead')),
    array_to_tsvector(array(select distinct $2 || w from unnest(
      array['entra', 'changed', lower(first), lower(last), mail, lower(first) || last, 'acme', 'example', id::text, person, $3]
      || case when outcome = 'changed' then array[$4] else '{}' end) w))
  from (
    select *, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
        || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid as id,
      first || ' ' || last as name, lower(first) || '.' || lower(last) || who || '@acme.example' as mail,
      md5('person' || who)::uuid::text as person,
      case when n <= $5::int / 2 then 'scimt_old000001' else 'scimt_new000001' end as token,
      case when n % 50 = 0 then 'refused' when n % 5000 = 1 then 'failed' when n % 5 = 2 then 'changed' else 'read' end as outcome,
      case when n % 50 = 0 and n % 100 = 0 then 'create' when n % 5 = 2 and n % 300 = 2 then 'deactivate'
        when n % 5 = 2 then 'update' else 'read' end as operation,
      case when n % 50 = 0 then (array['username-taken', 'user-not-found', 'token-lacks-scope', 'rate-limited'])[1 + (n / 50) % 4]
        when n % 5000 = 1 then 'database-unavailable' end as cause,
      case when n % 50 = 0 then 409 when n % 5000 = 1 then 503 else 200 end as status,
      case when n % 5 = 2 then 'PATCH' else 'GET' end as method, 'Entra ID changed ' || first || ' ' || last || ': title.' as sentence
    from (
      select n, n % ${PEOPLE} as who, now() - interval '90 days' + (interval '90 days' * n / $5::int) as at,
        (array['Ana','Bo','Chen','Dana','Eli','Fay','Gus','Hana','Ida','Jon'])[1 + n % 10] as first,
        (array['Lima','Moreau','Nakamura','Okafor','Petrov','Quinn','Rossi','Schmidt','Tanaka','Ueda'])[1 + (n / 10) % 10] as last
      from generate_series($6::int, $7::int) n
    ) numbers
  ) rows`;

const PIECE = 20_000;

/** @param say is told how far it is, every 100,000 entries */
export async function seedLog(
  sql: Sql,
  directoryId: string,
  entries: number,
  say: (line: string) => void,
): Promise<void> {
  for (let from = 1; from <= entries; from += PIECE) {
    const to = Math.min(entries, from + PIECE - 1);
    const words = [tenantOf(directoryId), dialectWord("entra"), attributeWord("title")];
    await sql.query(SEED, [directoryId, ...words, entries, from, to]);
    if (from % 100_000 < PIECE) say(`${to} entries`);
  }
  await sql.query("vacuum analyze provisioning_entry");
}
