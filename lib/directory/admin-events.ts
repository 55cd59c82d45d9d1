/** The events of what admins and management keys do. */
import type { EventType } from "#lib/contract/events.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import type { AdminContext } from "./admin-context.ts";
import type { EventWrite } from "./context.ts";

interface NamedDirectory {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly provider: string;
  readonly label?: string | null;
  readonly createdAt: Date | string;
}

/** A directory was made (`active`), or goes with everything in it (`deleting`). */
export function directoryEvents(
  ctx: AdminContext,
  directory: NamedDirectory,
  state: "active" | "deleting",
): EventWrite[] {
  const { id, organizationId, name, provider, label } = directory;
  const data = {
    object: "directory",
    id,
    organization_id: organizationId,
    external_key: label ?? id,
    type: provider,
    name,
    state,
    domains: [],
    created_at: new Date(directory.createdAt).toISOString(),
    updated_at: ctx.now().toISOString(),
  };
  const type: EventType = state === "active" ? "dsync.activated" : "dsync.deleted";
  return [{ type, subjectId: id, data, previous: null }];
}

interface NamedToken {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly lastFour: string;
  readonly createdAt: Date | string;
}

/** A SCIM token was issued or revoked, once in either family. The plaintext is in neither. */
export function tokenEvents(
  ctx: AdminContext,
  act: "issued" | "revoked",
  token: NamedToken,
  { organizationId, directoryId }: { organizationId: string; directoryId: string },
): EventWrite[] {
  const { id, name, prefix, lastFour } = token;
  const createdAt = new Date(token.createdAt);
  const place = { id, directory_id: directoryId, organization_id: organizationId };
  const ofWorkOS = {
    object: "directory_token",
    ...place,
    token_suffix: lastFour,
    created_at: createdAt.toISOString(),
  };
  const ofAuthn = {
    object: "scim_token",
    ...place,
    name,
    prefix,
    created_at: createdAt.getTime(),
    revoked_at: act === "revoked" ? ctx.now().getTime() : null,
    meta: { surface: ctx.actor.kind === "key" ? "bapi" : "fapi" },
  };
  const event = (type: EventType, data: JsonObject): EventWrite => ({ type, subjectId: id, data, previous: null });
  return [
    event(act === "issued" ? "dsync.token.created" : "dsync.token.revoked", ofWorkOS),
    event(act === "issued" ? "scimToken.issued" : "scimToken.revoked", ofAuthn),
  ];
}
