import type { LogView, SaveLogView } from "#lib/contract/log-view.ts";
import type { AdminContext, AuditWrite } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { requireDirectory } from "./directories.ts";
import { DirectoryError, notFound } from "./error.ts";
import { prefixedId } from "./prefixed-id.ts";

const MANAGE = "org:sys_provisioning:manage";
/** More than anybody finds their way in. */
const VIEWS_MAX = 50;

export interface LogViewStore {
  /** By name, without those that were archived. */
  ofDirectory(directoryId: string): Promise<LogView[]>;
  /** Archived ones too. */
  find(directoryId: string, id: string): Promise<(LogView & { archived: boolean }) | undefined>;
  insert(directoryId: string, view: Omit<LogView, "createdAt"> & { createdAt: Date }, audit: AuditWrite): Promise<void>;
  archive(directoryId: string, id: string, at: Date | null, audit: AuditWrite): Promise<void>;
}

export async function listLogViews(ctx: AdminContext, directoryId: string): Promise<LogView[]> {
  await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  return ctx.stores.logViews.ofDirectory(directoryId);
}

/** Keeps filters of the log under a name, for everybody who may read it. @throws DirectoryError conflict */
export async function saveLogView(
  ctx: AdminContext,
  directoryId: string,
  { name, query }: SaveLogView,
): Promise<LogView> {
  const { record } = await requireDirectory(ctx, directoryId, MANAGE);
  const views = await ctx.stores.logViews.ofDirectory(directoryId);
  if (views.some((view) => view.name.toLowerCase() === name.toLowerCase())) {
    const message = `There is a view called "${name}" already.`;
    throw new DirectoryError("conflict", message, { fields: { name: message } });
  }
  if (views.length >= VIEWS_MAX) {
    throw new DirectoryError("conflict", `There are ${VIEWS_MAX} views already. Archive one that nobody needs.`);
  }
  const createdAt = ctx.now();
  const view = { id: prefixedId("logview", ctx.newId()), name, query, createdBy: ctx.actor.name };
  const line = audit(
    ctx,
    record.organizationId,
    "log_view.saved",
    view,
    { directory: record.name },
    { after: { name, query } },
  );
  await ctx.stores.logViews.insert(directoryId, { ...view, createdAt }, line);
  return { ...view, createdAt: createdAt.toISOString() };
}

/** Takes a view off the list; `restoreLogView` brings it back. @throws DirectoryError not_found */
export const archiveLogView = (ctx: AdminContext, directoryId: string, id: string) =>
  setArchived(ctx, directoryId, id, true);

/** @throws DirectoryError not_found */
export const restoreLogView = (ctx: AdminContext, directoryId: string, id: string) =>
  setArchived(ctx, directoryId, id, false);

async function setArchived(ctx: AdminContext, directoryId: string, id: string, archived: boolean): Promise<void> {
  const { record } = await requireDirectory(ctx, directoryId, MANAGE);
  const view = await ctx.stores.logViews.find(directoryId, id);
  if (!view) throw notFound("view");
  if (view.archived === archived) return;
  const line = audit(
    ctx,
    record.organizationId,
    archived ? "log_view.archived" : "log_view.restored",
    view,
    { directory: record.name },
    { before: { archived: view.archived }, after: { archived } },
  );
  await ctx.stores.logViews.archive(directoryId, id, archived ? ctx.now() : null, line);
}
