import { PROVIDER_NAMES } from "#lib/contract/provider.ts";
import type { Kit } from "#lib/setup/postman.ts";
import { recordedRequests } from "#lib/simulate/recorded.ts";
import type { AdminContext } from "../admin-context.ts";
import { endpointUrl, requireDirectory } from "../directories.ts";

/** What the files to download are made of. They hold no secret. */
export async function getKit(ctx: AdminContext, directoryId: string): Promise<Kit> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  return {
    directoryName: record.name,
    directoryId,
    baseUrl: endpointUrl(ctx.baseUrl).replace(/\/+$/, ""),
    providerName: PROVIDER_NAMES[record.provider],
    provider: recordedRequests(record.provider),
  };
}
