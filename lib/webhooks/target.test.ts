import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./address.ts";
import { refuseTarget } from "./target.ts";

const policy = { allowPrivate: false, baseUrl: "https://rollcall.example.com" };

describe("an endpoint's address is refused when it is saved", () => {
  test.each([
    // H1
    "http://receiver.example.org/hook",
    // H2
    ...[
      "127.0.0.1",
      "localhost",
      "127.1",
      "0177.0.0.1",
      "2130706433",
      "0x7f.1",
      "0.0.0.0",
      "0",
      "LOCALHOST.",
      "a.localhost",
    ],
    // H3
    ...[
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[fd00::1]",
      "[fe80::1]",
      "[64:ff9b::7f00:1]",
      "[::]",
      "[::127.0.0.1]",
    ],
    // H4
    ...["169.254.169.254", "metadata.google.internal", "100.64.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255"],
    ...[
      "192.168.1.1",
      "224.0.0.1",
      "[fd00:ec2::254]",
      "[ff02::1]",
      "255.255.255.255",
      "198.18.0.1",
      "192.0.2.1",
      "intranet",
    ],
    "[2002:7f00:1::]",
    "[2001:db8::1]",
    // H8
    "https://user:pass@receiver.example.org/",
    "https://@receiver.example.org/",
    "https://receiver.example.org#@evil.example.org",
    "https://evil.example.org\\@receiver.example.org",
    "https://receiver.example.org/\thook",
    "https://receiver.example.org/\nhook",
    " https://receiver.example.org/",
    "https://receivеr.example.org/",
    "file:///etc/passwd",
    "gopher://receiver.example.org/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "https:receiver.example.org",
    "https://",
    "",
    // H9
    ...["22", "25", "5432", "6379", "80", "8080"].map((port) => `https://receiver.example.org:${port}/`),
    "https://rollcall.example.com/v1",
    "https://rollcall.example.com:8443/",
    "https://ROLLCALL.example.com./",
  ])("%s", (text) => {
    const url = /^[a-z]*:|^$|^ |@/i.test(text) ? text : `https://${text}/hook`;
    expect(refuseTarget(url, policy)).toMatch(/\S/);
    expect(refuseTarget(text.startsWith("[") ? `https://${text}/` : url, policy)).toMatch(/\S/);
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
