import { describeDifferential } from "#lib/testing/describe-differential.ts";
import { describeStore } from "#lib/testing/describe-store.ts";
import { openTestPostgres } from "#lib/testing/open-test-database.ts";

describeStore("PostgreSQL", openTestPostgres, (world) => describeDifferential(world, 400));
