// @ts-nocheck

import { Client } from "pg";
import { startPostgres } from "../scripts/postgres.ts";
import { closedLoop } from "./load.ts";
import { OPERATIONS } from "./operations.ts";
import { populate } from "./populate.ts";
import { addDatabase, startCeiling, startRollcall } from "./servers.ts";

const pg = await startPostgres({ durable: true, say: console.error });
try {
  const databaseUrl = await addDatabase(pg.url, "ours");
  const ours = await startRollcall({ databaseUrl });
  const ceiling = await startCeiling(await addDatabase(pg.url, "ceiling"));
  const c = new Client({ connectionString: databaseUrl });
  await c.connect();
  await c.query("create extension if not exists pgstattuple").catch((e) => console.log(e.message));
  try {
    const world = await populate(ours, 2000, () => {});
    const cw = await populate(ceiling, 2000, () => {});
    const op = (n) => OPERATIONS.find(({ name }) => name === n);
    const pend = async () =>
      console.log(
        (await c.query("select * from pgstatginindex('directory_user_search_idx')").catch((e) => ({ rows: e.message })))
          .rows,
      );
    const explain = async () => {
      for (const v of [`[{"type":"work","value":"x${Math.random()}"}]`, null]) {
        const value =
          v ??
          JSON.stringify(
            (await c.query("select search->'emails' as e from directory_user limit 1 offset 700")).rows[0].e.map(
              ({ type, value }) => ({ type, value }),
            ),
          );
        for (let i = 0; i < 3; i++) {
          const { rows } = await c.query(
            `explain (analyze, buffers) select id from directory_user r where directory_id = (select directory_id from directory_user limit 1) and r.search @> '{"emails":${value}}'::jsonb`,
          );
          if (i === 2) console.log(rows.map((r) => r["QUERY PLAN"]).join("\n"));
        }
      }
    };
    for (const phase of ["as is", "cleaned", "as is again"]) {
      if (phase === "cleaned") {
        await c.query("select gin_clean_pending_list('directory_user_search_idx')");
      }
      console.log(phase);
      await pend();
      await explain();
      const ratios = {};
      for (let i = 0; i < 5; i++)
        for (const n of ["match", "match-email"]) {
          const a = await closedLoop(world, op(n), 2),
            b = await closedLoop(cw, op(n), 2);
          (ratios[n] ??= []).push([a.perSecond, b.perSecond, a.perSecond / b.perSecond]);
        }
      for (const [n, list] of Object.entries(ratios))
        console.log(
          n,
          list.map((r) => r[2].toFixed(2)).join(" "),
          "ours",
          list.map((r) => r[0].toFixed(0)).join(" "),
          "ceil",
          list.map((r) => r[1].toFixed(0)).join(" "),
        );
    }
  } finally {
    await c.end();
    await ours.stop();
    await ceiling.stop();
  }
} finally {
  await pg.stop();
}
