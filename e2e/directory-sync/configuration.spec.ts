import { readFile } from "node:fs/promises";
import { expectSoundAtBothWidths } from "../accessibility.ts";
import { expect, test, unique } from "../fixtures.ts";
import { open } from "../sign-in.ts";

test("a configuration is downloaded, changed, compared in words and applied; a wrong file says what is in the way", async ({
  admin,
  directory,
}) => {
  await open(admin, `/directory-sync/${directory.id}`);
  const downloading = admin.waitForEvent("download");
  await admin.getByRole("link", { name: "Download", exact: true }).click();
  const file = JSON.parse(await readFile(await (await downloading).path(), "utf8"));
  expect(file).toMatchObject({ object: "rollcall.configuration", format: 1 });

  const dialog = admin.getByRole("dialog", { name: "Import a configuration" });
  const choose = (content: unknown) =>
    dialog.getByLabel("Configuration file").setInputFiles({
      name: "changed.json",
      mimeType: "application/json",
      buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
    });
  await admin.getByRole("button", { name: "Import…" }).click();
  await choose("{");
  await expect(dialog.getByText("This file cannot be read")).toBeVisible();
  await choose(file);
  await expect(dialog.getByText("Nothing would change")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Apply" })).toBeDisabled();
  await choose({ ...file, mapping: { ...file.mapping, rows: [{ source: "][", target: "email_address" }] } });
  await expect(dialog.getByText("This keeps the file from being applied")).toBeVisible();

  const name = unique("Renamed");
  const rows = [...file.mapping.rows, { source: "title", transform: null, target: "job_title", note: "" }];
  await choose({ ...file, directory: { ...file.directory, name }, mapping: { ...file.mapping, rows } });
  await expect(dialog.getByText(`and is ${name}.`)).toBeVisible();
  await expect(dialog.getByText("title → job_title was added.")).toBeVisible();
  await expectSoundAtBothWidths(admin, "the difference of two configurations");
  await dialog.getByRole("button", { name: "Apply 2 changes" }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText("Configuration imported")).toBeVisible();
  await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();
});
