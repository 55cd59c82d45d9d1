import { randomUUID } from "node:crypto";
import type { AuditWrite } from "#lib/directory/admin-context.ts";
import type { EventWrite } from "#lib/directory/context.ts";
import { Prisma } from "./generated/client.ts";

/** The events of an admin's act, for Prisma; the act is known by its line in the audit log. */
export const eventRows = (
  directoryId: string,
  { organizationId, id, at }: AuditWrite,
  events: readonly EventWrite[],
): Prisma.EventCreateManyInput[] =>
  events.map(({ type, subjectId, data, previous }) => ({
    organizationId,
    id: `event_${randomUUID().replaceAll("-", "")}`,
    directoryId,
    type,
    subjectId,
    data: data as Prisma.InputJsonObject,
    previous: (previous as Prisma.InputJsonObject | null) ?? Prisma.DbNull,
    requestId: id,
    createdAt: at,
  }));
