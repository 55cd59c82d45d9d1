import { test } from "../fixtures.ts";
import { tellWholeStory } from "./story.ts";

test("an admin connects Entra ID, watches people and groups arrive, and shuts it out again", async ({ page }) => {
  await tellWholeStory(page, {
    provider: "entra",
    choice: "Microsoft Entra ID",
    speaker: "Entra ID",
    address: "Tenant URL",
  });
});
