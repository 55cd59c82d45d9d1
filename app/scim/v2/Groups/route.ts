import { createGroup, listGroups } from "#lib/directory/idp/groups.ts";
import { ok, written } from "#lib/http/scim-answers.ts";
import { GROUP_BODY_LIMIT, scimRoute } from "#lib/http/scim-route.ts";
import { readListQuery } from "#lib/scim/list.ts";
import { readProjection } from "#lib/scim/projection.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute(
  {
    GET: async ({ ctx, url }) => ok(await listGroups(ctx, readListQuery(url.searchParams, ctx.types.Group))),
    POST: async ({ ctx, url, body }) => {
      const projection = readProjection(url.searchParams, ctx.types.Group);
      return written(ctx.types.Group, 201, { shown: await createGroup(ctx, await body()) }, projection);
    },
  },
  { resource: "groups", bodyLimit: GROUP_BODY_LIMIT },
);
