/** What was delivered to webhook endpoints, and sending it again. */
import type { z } from "zod/mini";
import type {
  DeliveryDetail,
  DeliveryPage,
  DeliveryQuery,
  ReplayDeliveries,
  ReplayResult,
} from "#lib/contract/webhooks.ts";
import type { AdminContext, AuditWrite } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import type { StoredEvent } from "./event-envelope.ts";
import { requirePermission } from "./permissions.ts";
import { bodyOf } from "./webhook-dispatch.ts";
import { requireEndpoint } from "./webhooks.ts";

/** Which deliveries of an endpoint are meant. */
export interface ReplayRequest {
  readonly endpointId: string;
  readonly state: "failed" | "delivered" | "all" | "missing";
  /** null: every type. */
  readonly pattern: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
}

export interface DeliveryStore {
  list(organizationId: string, query: DeliveryQuery): Promise<DeliveryPage>;
  find(
    organizationId: string,
    deliveryId: string,
  ): Promise<{ detail: Omit<DeliveryDetail, "body">; event: StoredEvent | undefined; payload: unknown } | undefined>;
  /** Makes it due now, with the whole schedule before it. @returns false when there is none */
  resend(organizationId: string, deliveryId: string, at: Date, audit: AuditWrite): Promise<boolean>;
  countReplay(organizationId: string, request: ReplayRequest): Promise<number>;
  /** @returns how many were made due */
  replay(organizationId: string, request: ReplayRequest, at: Date, audit: AuditWrite): Promise<number>;
}

/** Newest first. */
export async function listDeliveries(ctx: AdminContext, organizationId: string, query: DeliveryQuery) {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return ctx.stores.deliveries.list(organizationId, query);
}

/** With every attempt, and what is sent word for word. @throws DirectoryError not_found */
export async function getDelivery(
  ctx: AdminContext,
  organizationId: string,
  deliveryId: string,
): Promise<DeliveryDetail> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const found = await ctx.stores.deliveries.find(organizationId, deliveryId);
  if (!found) throw notFound("delivery");
  const { detail, event, payload } = found;
  return { ...detail, body: bodyOf({ event, payload }) ?? "" };
}

/** Sends one again, now, with the same `webhook-id`. @throws DirectoryError not_found, conflict when its endpoint is not enabled */
export async function resendDelivery(ctx: AdminContext, organizationId: string, deliveryId: string) {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const delivery = await getDelivery(ctx, organizationId, deliveryId);
  await requireEnabled(ctx, organizationId, delivery.endpoint.id);
  const target = { id: deliveryId, name: delivery.type };
  await ctx.stores.deliveries.resend(
    organizationId,
    deliveryId,
    ctx.now(),
    audit(ctx, organizationId, "webhook_delivery.resent", target),
  );
  return getDelivery(ctx, organizationId, deliveryId);
}

/** Sends many again, or only counts them (`dryRun`). @throws DirectoryError not_found, conflict */
export async function replayDeliveries(
  ctx: AdminContext,
  organizationId: string,
  input: z.output<typeof ReplayDeliveries>,
): Promise<ReplayResult> {
  const permission = input.dryRun ? "org:sys_provisioning:read" : "org:sys_provisioning:manage";
  await requirePermission(ctx, organizationId, permission);
  const request = {
    endpointId: input.endpointId,
    state: input.state,
    pattern: input.type ?? null,
    since: input.since ? new Date(input.since) : null,
    until: input.until ? new Date(input.until) : null,
  };
  const { stores } = ctx;
  if (input.dryRun) {
    await requireEndpoint(ctx, organizationId, input.endpointId);
    return { count: await stores.deliveries.countReplay(organizationId, request), dryRun: true };
  }
  const endpoint = await requireEnabled(ctx, organizationId, input.endpointId);
  const line = audit(
    ctx,
    organizationId,
    "webhook_endpoint.replayed",
    { id: endpoint.id, name: endpoint.url },
    {
      state: input.state,
      type: input.type ?? "*",
      since: input.since ?? null,
      until: input.until ?? null,
    },
  );
  return { count: await stores.deliveries.replay(organizationId, request, ctx.now(), line), dryRun: false };
}

async function requireEnabled(ctx: AdminContext, organizationId: string, endpointId: string) {
  const endpoint = await requireEndpoint(ctx, organizationId, endpointId);
  if (endpoint.state === "enabled") return endpoint;
  throw new DirectoryError("conflict", `The endpoint is ${endpoint.state}. Enable it first, then send again.`);
}
