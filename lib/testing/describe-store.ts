import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { describeFilters } from "./describe-filters.ts";
import { describeGroupStore } from "./describe-group-store.ts";
import { describeTogether } from "./describe-together.ts";
import { describeUserStore } from "./describe-user-store.ts";
import { describeViews } from "./describe-views.ts";
import { type StoreWorld, storeWorld } from "./store-world.ts";

/** The contract of the storage: the same guarantees on every database, plus those that `more` adds. */
export function describeStore(
  name: string,
  open: () => Promise<Database>,
  more: (world: () => StoreWorld) => void = () => {},
) {
  describe(`the store on ${name}`, () => {
    let world: StoreWorld;
    beforeAll(async () => {
      world = storeWorld(await open());
    });
    afterAll(() => world.database.close());
    describeUserStore(() => world);
    describeGroupStore(() => world);
    describeFilters(() => world);
    describeViews(() => world);
    describeTogether(() => world);
    more(() => world);
  });
}
