import { createUser, listUsers } from "#lib/directory/idp/users.ts";
import { ok, written } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { readListQuery } from "#lib/scim/list.ts";
import { readProjection } from "#lib/scim/projection.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute(
  {
    GET: async ({ ctx, url }) => ok(await listUsers(ctx, readListQuery(url.searchParams, ctx.types.User))),
    POST: async ({ ctx, url, body }) => {
      const projection = readProjection(url.searchParams, ctx.types.User);
      return written(ctx.types.User, 201, { shown: await createUser(ctx, await body()) }, projection);
    },
  },
  { resource: "users" },
);
