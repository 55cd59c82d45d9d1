import { expect, test } from "vitest";
import { routableAddress } from "./plain-next.ts";

test.each([
  ["//scim//v2//Users", "/scim/v2/Users"],
  ["/SCIM/V2/users?filter=a//b", "/scim/v2/users?filter=a//b"],
  ["/scim/v2//?startIndex=1?x", "/scim/v2/?startIndex=1?x"],
  ["\\scim/\\v2\\\\Groups/a", "/scim/v2/Groups/a"],
  ["/Scim/v2", "/scim/v2"],
  ["/scim/v2/Users/%E0%A4%A?x=%", "/scim/v2/Users/%25E0%25A4%25A?x=%"],
  ["/scim/v2/Users/a%2Fb", "/scim/v2/Users/a%2Fb"],
])("%s is routed as %s", (url, routed) => {
  expect(routableAddress(url)).toBe(routed);
});

test.each(["/scim/v20//Users", "/scimv2//x", "//evil.example/scim/v2", "/sign-in?to=//scim//v2", "*", "/x/scim//v2"])(
  "%s is none of the SCIM API and stays as it is",
  (url) => {
    expect(routableAddress(url)).toBe(url);
  },
);
