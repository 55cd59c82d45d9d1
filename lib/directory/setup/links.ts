import { isWellFormed } from "#lib/auth/bearer-secret.ts";
import type { CreatedSetupLink, CreateSetupLink, SetupLink } from "#lib/contract/setup.ts";
import type { AdminContext, LinkActor } from "../admin-context.ts";
import { audit, REVOKED } from "../audit.ts";
import { requireDirectory } from "../directories.ts";
import { DirectoryError, notFound } from "../error.ts";
import { prefixedId } from "../prefixed-id.ts";
import { requireRecentSignIn } from "../step-up.ts";
import type { LinkOpening } from "./store.ts";

const MANAGE = "org:sys_provisioning:manage";
const DAY_MS = 86_400_000;

/** The directory that the holder of a link may set up. @throws DirectoryError not_found for everybody else */
export function directoryOfLink(ctx: AdminContext): LinkActor {
  if (ctx.actor.kind !== "link") throw notFound("setup link");
  return ctx.actor;
}

/** The address to hand over. The secret stands after the #, which browsers send to nobody: it is in no server's log. */
const linkUrl = (baseUrl: string, secret: string) => `${baseUrl}/setup#${secret}`;

/** A link with which somebody without an account may set this directory up. Its address is in this answer alone. */
export async function createSetupLink(
  ctx: AdminContext,
  directoryId: string,
  { name, days }: CreateSetupLink,
): Promise<CreatedSetupLink> {
  const { record } = await requireDirectory(ctx, directoryId, MANAGE);
  requireRecentSignIn(ctx);
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + days * DAY_MS);
  const id = prefixedId("setuplink", ctx.newId());
  const secret = ctx.secrets.mint("setup");
  const createdBy = ctx.actor.name;
  const detail = { directory: record.name, expiresAt: expiresAt.toISOString() };
  await ctx.stores.setup.insertLink(
    { id, directoryId, name, secret, createdBy, createdAt, expiresAt },
    audit(ctx, record.organizationId, "setup_link.created", { id, name }, {}, { after: { name, ...detail } }),
  );
  return {
    id,
    directoryId,
    name,
    prefix: secret.prefix,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: expiresAt.toISOString(),
    revokedAt: null,
    openings: [],
    tokens: 0,
    url: linkUrl(ctx.baseUrl, secret.plaintext),
  };
}

/** Newest first, ended ones too; never with their secrets. */
export async function listSetupLinks(ctx: AdminContext, directoryId: string): Promise<SetupLink[]> {
  await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  return ctx.stores.setup.links(directoryId);
}

/** Ends a link; the page behind it says so from the next request on. Revoking again changes nothing. */
export async function revokeSetupLink(ctx: AdminContext, directoryId: string, linkId: string): Promise<SetupLink> {
  const { record } = await requireDirectory(ctx, directoryId, MANAGE);
  const link = await findOwn(ctx, directoryId, linkId);
  const line = audit(ctx, record.organizationId, "setup_link.revoked", link, { directory: record.name }, REVOKED);
  await ctx.stores.setup.revokeLink(linkId, ctx.now(), line);
  return findOwn(ctx, directoryId, linkId);
}

async function findOwn(ctx: AdminContext, directoryId: string, linkId: string): Promise<SetupLink> {
  const link = (await ctx.stores.setup.links(directoryId)).find(({ id }) => id === linkId);
  if (!link) throw notFound("setup link");
  return link;
}

/**
 * Opens a link by its secret: whoever holds it acts from then on. Where it was opened from is noted, and audited once
 * for each browser and place. Revoked, expired and unknown ones look alike but for the word that tells the holder what
 * to do. @throws DirectoryError unauthenticated
 */
export async function openSetupLink(
  ctx: Omit<AdminContext, "actor">,
  secret: string,
  opening: LinkOpening,
): Promise<AdminContext & { readonly actor: LinkActor }> {
  const link = isWellFormed("setup", secret) ? await ctx.stores.setup.findLink(ctx.secrets.hash(secret)) : undefined;
  if (!link || link.revokedAt || new Date(link.expiresAt) <= ctx.now()) {
    throw new DirectoryError(
      "unauthenticated",
      "This setup link does not work: it has ended, or was not copied whole. Ask whoever sent it for a new one.",
    );
  }
  const { id, directoryId, expiresAt } = link;
  const actor: LinkActor = { kind: "link", id, name: `Setup link “${link.name}”`, directoryId, expiresAt };
  const holder = { ...ctx, actor };
  const detail = { address: opening.ip, browser: opening.userAgent?.slice(0, 200) ?? null };
  const line = audit(holder, link.organizationId, "setup_link.opened", link, detail);
  await ctx.stores.setup.noteOpening(link, { ...opening, userAgent: detail.browser }, line);
  return holder;
}
