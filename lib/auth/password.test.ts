import { describe, expect, test } from "vitest";
import { hashPassword, NOBODYS_PASSWORD, verifyPassword } from "./password.ts";

describe("a password", () => {
  test("is verified by its own hash and by no other password's", async () => {
    const hash = await hashPassword("correct horse");
    expect(await verifyPassword("correct horse", hash)).toBe(true);
    for (const wrong of ["correct horsE", "correct horse ", "", "x".repeat(1_000)]) {
      expect(await verifyPassword(wrong, hash)).toBe(false);
    }
  });

  test("is kept as an argon2id PHC string with its own salt", async () => {
    const [one, other] = [await hashPassword("same"), await hashPassword("same")];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
  });

  test("typed composed or decomposed is the same password", async () => {
    expect(await verifyPassword("cafe\u0301", await hashPassword("caf\u00e9"))).toBe(true);
  });

  test("is verified by the cost that its hash names, so that the cost can be raised", async () => {
    const hash = await hashPassword("x");
    expect(await verifyPassword("x", hash.replace("t=2", "t=3"))).toBe(false);
  });

  test.each([
    "",
    "x",
    "$argon2id$v=19$m=19456,t=2,p=1$AAAA",
    "$2b$10$abcdefghijklmnopqrstuv",
    "$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA",
  ])("is refused by the broken hash %j", async (hash) => {
    expect(await verifyPassword("", hash)).toBe(false);
  });

  test("none opens the account that does not exist", async () => {
    for (const password of ["", "password", NOBODYS_PASSWORD]) {
      expect(await verifyPassword(password, NOBODYS_PASSWORD)).toBe(false);
    }
  });
});
