import { describeOAuth } from "#lib/testing/describe-oauth.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";

describeOAuth("PostgreSQL", openTestPostgres);
describeOAuth("the embedded database", openTestEmbedded);
