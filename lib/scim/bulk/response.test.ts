import { expect, test } from "vitest";
import { scimError } from "../error.ts";
import { BULK_RESPONSE_URN } from "../schema/resource-types.ts";
import type { BulkItem } from "./operation.ts";
import { type BulkResult, bulkResponse, failedOperation } from "./response.ts";

const BASE = "https://example.com";
const post: BulkItem = { index: 0, method: "POST", endpoint: "Users", bulkId: "qwerty", data: {} };
const put: BulkItem = { index: 1, method: "PUT", endpoint: "Users", id: "b7c1", data: {} };
const remove: BulkItem = { index: 2, method: "DELETE", endpoint: "Groups", id: "e9" };

test("the answer has the shape of RFC 7644 §3.7.3, in the order of the request", () => {
  const results: BulkResult[] = [
    { operation: remove, status: 204, location: `${BASE}/scim/v2/Groups/e9` },
    { operation: post, status: 201, location: `${BASE}/scim/v2/Users/92b7`, version: 'W/"1"' },
    failedOperation(put, scimError.versionMismatch(), BASE),
  ];
  expect(bulkResponse(results)).toEqual({
    schemas: [BULK_RESPONSE_URN],
    Operations: [
      { method: "POST", bulkId: "qwerty", location: `${BASE}/scim/v2/Users/92b7`, version: 'W/"1"', status: "201" },
      {
        method: "PUT",
        location: `${BASE}/scim/v2/Users/b7c1`,
        status: "412",
        response: expect.objectContaining({ status: "412", detail: expect.any(String) }),
      },
      { method: "DELETE", location: `${BASE}/scim/v2/Groups/e9`, status: "204" },
    ],
  });
});

test("a POST that failed has no location, nor has what waits for one", () => {
  const error = scimError.uniqueness("There is one already.");
  expect(failedOperation(post, error, BASE)).toMatchObject({ status: 409, response: { scimType: "uniqueness" } });
  expect(failedOperation(post, error, BASE)).not.toHaveProperty("location");
  expect(failedOperation({ ...put, id: "bulkId:x" }, error, BASE)).not.toHaveProperty("location");
});

test("attack F3 after failOnErrors the answer lists what was run and nothing else", () => {
  const { Operations } = bulkResponse([{ operation: post, status: 201 }]);
  expect(Operations).toHaveLength(1);
});
