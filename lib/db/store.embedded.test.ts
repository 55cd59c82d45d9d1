import { describeDifferential } from "#lib/testing/describe-differential.ts";
import { describeSorting } from "#lib/testing/describe-sorting.ts";
import { describeStore } from "#lib/testing/describe-store.ts";
import { openTestEmbedded } from "#lib/testing/open-test-database.ts";

describeStore("the embedded database", openTestEmbedded, (world) => {
  describeDifferential(world, { lists: 50, pairs: 6_000, people: 60 });
  describeSorting(world);
});
