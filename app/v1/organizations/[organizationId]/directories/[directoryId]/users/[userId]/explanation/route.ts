import * as operations from "#lib/contract/api/mapping.ts";
import { Explanation } from "#lib/contract/mapping-preview.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { explainPerson } from "#lib/directory/mapping/preview.ts";
import { userUuid, withUserId } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.explainUser, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return withUserId(Explanation, await explainPerson(ctx, id, userUuid(params.userId ?? "")), "explanation");
});
