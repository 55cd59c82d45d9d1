/** What the shapes of the management API have in common. Times are milliseconds since 1970, ids are prefixed. */
import { z } from "zod";

export const ms = z.int().meta({ description: "Milliseconds since 1970", examples: [1_764_115_200_000] });
export const time = z.string().meta({ description: "ISO 8601 in UTC", examples: ["2025-11-26T00:00:00.000Z"] });
export const id = (prefix: string) => z.string().meta({ examples: [`${prefix}_0193b2c4d5e67f8091a2b3c4d5e6f708`] });

const whole = (minimum: number, maximum: number, otherwise: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(otherwise);

const cursor = z.string().max(1_000).optional().meta({ description: "`next_cursor` of the page before" });

/** `limit` 1–200, 50 unless said; then either `cursor`, which is stable while rows come and go, or `offset` from 0. */
export const PageQuery = z.object({
  limit: whole(1, 200, 50),
  cursor,
  offset: z.coerce.number().int().min(0).max(1_000_000).optional().meta({ description: "Instead of a cursor" }),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** For lists that are too long to be counted by offset. */
export const CursorQuery = z.object({ limit: whole(1, 200, 50), cursor });
export type CursorQuery = z.infer<typeof CursorQuery>;

/** A page. `next_cursor` is absent on the last one, and where `offset` was asked for. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    total_count: z.int(),
    next_cursor: z.string().optional().meta({ description: "Absent on the last page" }),
  });
