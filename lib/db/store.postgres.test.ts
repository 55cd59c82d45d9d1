import { describeDifferential } from "#lib/testing/describe-differential.ts";
import { describeSorting } from "#lib/testing/describe-sorting.ts";
import { describeStore } from "#lib/testing/describe-store.ts";
import { openTestPostgres } from "#lib/testing/open-test-database.ts";

describeStore("PostgreSQL", openTestPostgres, (world) => {
  describeDifferential(world, { lists: 200, conditions: 1_000, people: 100 });
  describeSorting(world);
});
