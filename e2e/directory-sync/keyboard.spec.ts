import { expect } from "@playwright/test";
import { test, unique } from "../fixtures.ts";
import { test as populatedTest } from "../populated.ts";
import { goBack, open } from "../sign-in.ts";
import { activate, tabTo } from "./without-mouse.ts";

test("the first Tab offers to skip the navigation, and takes one to the content", async ({ admin }) => {
  await open(admin, "/members");
  await admin.keyboard.press("Tab");
  const skip = admin.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await admin.keyboard.press("Enter");
  await expect(admin.getByRole("main")).toBeFocused();
  await admin.keyboard.press("Tab");
  await expect(admin.getByRole("main").locator(":focus")).toBeInViewport();
});

test("a directory is added and its token issued without a mouse", async ({ admin, directory }) => {
  const name = unique("By keyboard");
  await open(admin, "/directory-sync");
  await expect(admin.getByRole("link", { name: directory.name })).toBeVisible();
  const add = admin.getByRole("button", { name: "Add directory" });
  const dialog = admin.getByRole("dialog", { name: "Add directory" });

  await activate(admin, add);
  await expect(dialog).toBeVisible();
  await admin.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(add).toBeFocused();

  await admin.keyboard.press("Enter");
  await tabTo(admin, dialog.getByLabel("Name"));
  await admin.keyboard.type(name);
  await tabTo(admin, dialog.getByRole("radio").first());
  await admin.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { checked: true })).toBeFocused();
  await activate(admin, dialog.getByRole("button", { name: "Create directory" }));
  await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();

  await activate(admin, admin.getByRole("link", { name: "Tokens", exact: true }));
  await expect(admin.getByRole("heading", { level: 1, name: "Tokens" })).toBeVisible();
  await activate(admin, admin.getByRole("button", { name: "Issue token" }));
  await tabTo(admin, admin.getByRole("dialog", { name: "Issue token" }).getByLabel("Name"));
  await admin.keyboard.type("By keyboard");
  await admin.keyboard.press("Enter");

  const reveal = admin.getByRole("dialog", { name: "Store your token now" });
  await activate(admin, reveal.getByRole("checkbox", { name: "I have stored it" }), "Space");
  await activate(admin, reveal.getByRole("button", { name: "Done" }));
  await expect(reveal).toBeHidden();
  await expect(admin.getByRole("row", { name: /By keyboard/ })).toContainText("Active");
});

test("revoking is asked about, can be left with Esc, and is done with the keyboard", async ({ admin, directory }) => {
  await open(admin, `/directory-sync/${directory.id}/tokens`);
  const revoke = admin.getByRole("button", { name: "Revoke Identity provider" });
  const question = admin.getByRole("alertdialog");
  await activate(admin, revoke);
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await admin.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(revoke).toBeFocused();

  await admin.keyboard.press("Enter");
  await activate(admin, question.getByRole("button", { name: "Revoke token" }));
  await expect(admin.getByRole("row", { name: /Identity provider/ })).toContainText("Revoked");
  // The button that had the focus is gone with the token: the focus is not lost, it is at the page's content.
  await expect(admin.getByRole("main").locator(":focus")).toHaveCount(1);
});

populatedTest("the log is filtered, searched and read without a mouse", async ({ admin, populated }) => {
  await open(admin, `/directory-sync/${populated.directoryId}/log`);
  const results = admin.getByRole("group", { name: "Result" });
  await tabTo(admin, results.getByRole("button", { name: "All" }));
  await admin.keyboard.press("ArrowRight");
  await admin.keyboard.press("Enter");
  await expect(results.getByRole("button", { name: "Changes", pressed: true })).toBeFocused();
  await expect(admin).toHaveURL(/outcome=changed/);

  await tabTo(admin, admin.getByRole("main").getByRole("time").first());
  await admin.keyboard.press("/");
  await expect(admin.getByRole("searchbox", { name: "Search the log" })).toBeFocused();
  await admin.keyboard.type("created");
  await expect(admin).toHaveURL(/q=created/);

  const entry = admin.getByRole("link", { name: / created / }).nth(1);
  const sentence = (await entry.textContent()) ?? "";
  await activate(admin, entry);
  const drawer = admin.getByRole("dialog");
  await expect(drawer.getByRole("heading", { name: sentence })).toBeVisible();
  await expect(admin).toHaveURL(/entry=/);
  await activate(admin, drawer.getByRole("button", { name: "Next entry" }));
  await expect(drawer.getByRole("heading", { name: sentence })).toBeHidden();
  await tabTo(admin, drawer.getByRole("region", { name: "Request body" }));
  await admin.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(entry).toBeFocused();
});

populatedTest("back and forward restore the filters of a list", async ({ admin, populated }) => {
  await open(admin, `/directory-sync/${populated.directoryId}/users?state=inactive`);
  await admin.getByRole("table", { name: "Users" }).getByRole("link").first().click();
  await expect(admin.getByRole("heading", { name: "SCIM document" })).toBeVisible();
  await goBack(admin);
  await expect(admin.getByRole("button", { name: "Inactive", pressed: true })).toBeVisible();
  await expect(admin).toHaveURL(/state=inactive/);
  await admin.goForward();
  await expect(admin.getByRole("heading", { name: "SCIM document" })).toBeVisible();
});
