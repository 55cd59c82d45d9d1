import { describe, expect, test } from "vitest";
import { OWN_ADDRESS, REFUSED_TARGETS } from "#lib/testing/refused-targets.ts";
import { isPublicAddress } from "./address.ts";
import { refuseTarget } from "./target.ts";

const policy = { allowPrivate: false, baseUrl: OWN_ADDRESS };

describe("an endpoint's address is refused when it is saved", () => {
  test.each(REFUSED_TARGETS)("%s: %j", (_, url) => {
    expect(refuseTarget(url, policy)).toMatch(/\S/);
  });

  test.each([
    "https://receiver.example.org/hook?a=1",
    "https://receiver.example.org:8443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
    "https://xn--bcher-kva.example.org/",
  ])("but not %s", (url) => {
    expect(refuseTarget(url, policy)).toBeUndefined();
  });

  test("a private one only where the operator allows it, and our own never", () => {
    const open = { ...policy, allowPrivate: true };
    expect(refuseTarget("http://127.0.0.1:4000/hook", open)).toBeUndefined();
    expect(refuseTarget("https://rollcall.example.com/v1", open)).toMatch(/own address/);
    expect(refuseTarget("file:///etc/passwd", open)).toMatch(/https/);
  });
});

describe("addresses that sockets and look-ups give", () => {
  test.each([
    "::ffff:127.0.0.1",
    "::fFFf:7f00:1",
    "fe80::1%eth0",
    "127.1",
    "",
    "::1",
    "10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2001::1",
  ])("%s is not public", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  test.each(["1.1.1.1", "::ffff:1.1.1.1", "2606:4700::1111"])("%s is", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
