/** Attribute mapping. */
import * as z from "zod/mini";

export const MappingRow = z.object({
  source: z.string(),
  target: z.string(),
  note: z.string(),
});
export type MappingRow = z.infer<typeof MappingRow>;
export const Mapping = z.object({ userIdAttribute: z.string(), rows: z.array(MappingRow) });
export type Mapping = z.infer<typeof Mapping>;
