import { test } from "../fixtures.ts";
import { tellWholeStory } from "./story.ts";

test("an admin connects Okta, watches people and groups arrive, and shuts it out again @postgres", async ({ page }) => {
  await tellWholeStory(page, {
    provider: "okta",
    choice: "Okta (SAML app)",
    speaker: "Okta",
    address: "Endpoint URL",
  });
});
