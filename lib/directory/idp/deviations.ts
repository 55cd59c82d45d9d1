import type { NoteDeviation } from "#lib/scim/resource.ts";
import type { IdpContext } from "../context.ts";

/** Collects tolerated deviations for the log entry of this request. */
export const deviationsOf =
  (ctx: Pick<IdpContext, "request">): NoteDeviation =>
  (deviation) => {
    ctx.request.deviations.add(deviation);
  };
