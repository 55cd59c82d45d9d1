import type { Recompute } from "../context.ts";
import { decideMember, type MappingInForce, type Occasion } from "../membership.ts";

/** Makes people anew who are members already, by what is in force. */
export const recomputeBy = (
  mapping: MappingInForce,
  occasion: Omit<Occasion, "userId" | "newMemberId">,
): Recompute => ({
  version: mapping.version,
  decide: (person, before, userId) =>
    decideMember(mapping, person, before, { ...occasion, userId, newMemberId: () => before.id }),
});
