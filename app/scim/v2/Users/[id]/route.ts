import { deviationsOf } from "#lib/directory/idp/deviations.ts";
import { deleteUser, getUser, patchUser, replaceUser } from "#lib/directory/idp/users.ts";
import { noContent, read, written } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { parsePatch } from "#lib/scim/patch/parse.ts";
import { readProjection } from "#lib/scim/projection.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute(
  {
    GET: async ({ ctx, id, url, ifNoneMatch }) =>
      read(await getUser(ctx, id, readProjection(url.searchParams, ctx.types.User)), ifNoneMatch),
    PUT: async ({ ctx, id, url, body, condition }) => {
      const projection = readProjection(url.searchParams, ctx.types.User);
      return written(ctx.types.User, 200, await replaceUser(ctx, id, await body(), condition), projection);
    },
    PATCH: async ({ ctx, id, url, body, condition }) => {
      const projection = readProjection(url.searchParams, ctx.types.User);
      const operations = parsePatch(await body(), deviationsOf(ctx));
      return written(ctx.types.User, 200, await patchUser(ctx, id, operations, condition), projection);
    },
    DELETE: ({ ctx, id, condition }) => deleteUser(ctx, id, condition).then(noContent),
  },
  { resource: "users" },
);
