import { expect, test } from "vitest";
import { inUseFirst } from "./in-use-first.ts";

test("secrets that work come first, then those that ran out, then those that were revoked; each kind keeps its order", () => {
  const past = "2020-01-01T00:00:00.000Z";
  const future = "2999-01-01T00:00:00.000Z";
  const secrets = [
    { id: "revoked", revokedAt: past, expiresAt: future },
    { id: "expired", revokedAt: null, expiresAt: past },
    { id: "ends", revokedAt: null, expiresAt: future },
    { id: "for ever", revokedAt: null, expiresAt: null },
    { id: "key", revokedAt: null },
  ];
  expect(inUseFirst(secrets).map(({ id }) => id)).toEqual(["ends", "for ever", "key", "expired", "revoked"]);
});
