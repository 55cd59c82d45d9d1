import { describeDifferential } from "#lib/testing/describe-differential.ts";
import { describeSorting } from "#lib/testing/describe-sorting.ts";
import { describeStore } from "#lib/testing/describe-store.ts";
import { openTestPostgres } from "#lib/testing/open-test-database.ts";

/** FILTER_PAIRS=1000000 for a change of the filters' SQL. FILTER_SEED, named by a failure, repeats it. */
const PAIRS = Number(process.env.FILTER_PAIRS ?? 100_000);

describeStore("PostgreSQL", openTestPostgres, (world) => {
  describeDifferential(world, { lists: 200, pairs: PAIRS, people: 100 });
  describeSorting(world);
});
