import * as operations from "#lib/contract/api/credentials.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { TokenUsage } from "#lib/contract/credential.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { tokenUsage } from "#lib/directory/token-care.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listTokenUsage, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return { data: (await tokenUsage(ctx, id)).map((usage) => shownAs(TokenUsage, usage)) };
});
