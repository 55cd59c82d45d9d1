/** What the shapes of several pages have in common. */
import * as z from "zod/mini";

/** ISO 8601 in UTC. */
export const time = z.string();
export const name = z
  .string()
  .check(z.trim(), z.minLength(1, "Give it a name."), z.maxLength(100, "A name has at most 100 characters."));

/** A page of a keyset-paged list; pass `nextCursor` back as `cursor` to go on. */
export const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.nullable(z.string()) });

/* Failures */

/** Every failure of `app/api` and `app/v1`. `code` is stable; `message` is for people; `fields` names inputs at fault. */
export const ApiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    fields: z.optional(z.record(z.string(), z.string())),
    /** What a screen needs beside the words; its shape follows from the door and the code. */
    detail: z.optional(z.unknown()),
  }),
});
export type ApiError = z.infer<typeof ApiError>;
