import { RequestFailed } from "./request.ts";

/** What an open page shows was deleted meanwhile: what is still in memory must no longer be shown as if it were there. */
export const isGone = (error: unknown) => error instanceof RequestFailed && error.status === 404;
