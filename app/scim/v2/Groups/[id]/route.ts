import { deviationsOf } from "#lib/directory/idp/deviations.ts";
import { deleteGroup, getGroup, patchGroup, replaceGroup } from "#lib/directory/idp/groups.ts";
import { noContent, read, written } from "#lib/http/scim-answers.ts";
import { GROUP_BODY_LIMIT, scimRoute } from "#lib/http/scim-route.ts";
import { parsePatch } from "#lib/scim/patch/parse.ts";
import { readProjection } from "#lib/scim/projection.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute(
  {
    GET: async ({ ctx, id, url, ifNoneMatch }) =>
      read(await getGroup(ctx, id, readProjection(url.searchParams, ctx.types.Group)), ifNoneMatch),
    PUT: async ({ ctx, id, url, body, condition }) => {
      const projection = readProjection(url.searchParams, ctx.types.Group);
      return written(ctx.types.Group, 200, await replaceGroup(ctx, id, await body(), condition), projection);
    },
    PATCH: async ({ ctx, id, url, body, condition }) => {
      const projection = readProjection(url.searchParams, ctx.types.Group);
      const operations = parsePatch(await body(), deviationsOf(ctx));
      return written(ctx.types.Group, 200, await patchGroup(ctx, id, operations, condition), projection);
    },
    DELETE: ({ ctx, id, condition }) => deleteGroup(ctx, id, condition).then(noContent),
  },
  { resource: "groups", bodyLimit: GROUP_BODY_LIMIT },
);
