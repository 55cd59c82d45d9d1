import { expect, test } from "vitest";
import { Settings } from "#lib/contract/settings.ts";
import { editsOf, editsSince, withEdits } from "./settings-draft.ts";

const STORED = { name: "Acme", ...Settings.parse({}) };
const days = (logDays: number) => ({ ...STORED, retention: { ...STORED.retention, logDays } });

test("nothing is sent but the fields that were changed", () => {
  expect(editsOf(STORED, STORED)).toEqual({});
  expect(editsOf(STORED, days(90))).toEqual({ retention: { logDays: 90 } });
  const lists = { ...STORED, redactedAttributes: ["title"], name: "Acme Ltd" };
  expect(editsOf(STORED, lists)).toEqual({ redactedAttributes: ["title"], name: "Acme Ltd" });
});

test("what somebody else changes is shown and never sent back, in the same part of the page too", () => {
  const edits = editsOf(STORED, days(90));
  const theirs = {
    ...STORED,
    timeZone: "Pacific/Chatham",
    redactedAttributes: ["title"],
    retention: { ...STORED.retention, bodyDays: 7 },
  };
  const shown = withEdits(theirs, edits);
  expect(shown).toEqual({ ...theirs, retention: { ...theirs.retention, logDays: 90 } });
  expect(editsOf(theirs, shown)).toEqual({ retention: { logDays: 90 } });
});

test("an edit that somebody else made as well is no change any more", () => {
  const edits = editsOf(STORED, days(90));
  expect(editsOf(days(90), withEdits(days(90), edits))).toEqual({});
});

test("what is typed while a save is under way stays, however the server wrote what it was sent", () => {
  const sent = { name: " Acme Ltd ", retention: { logDays: 90 } };
  expect(editsSince(sent, sent)).toEqual({});
  expect(editsSince(sent, { ...sent, retention: { logDays: 91 }, timeZone: "UTC" })).toEqual({
    retention: { logDays: 91 },
    timeZone: "UTC",
  });
});
