import {
  applyPolicies,
  asSystem,
  linkByVerifiedDomain,
  noticeExpiringTokens,
  noticeTroubledDirectories,
  noticeTroubledEndpoints,
  sendWaitingMails,
  watchMassChanges,
} from "#lib/directory/notices.ts";
import { endSuspensions } from "#lib/directory/suspensions.ts";
import type { Job } from "./job.ts";

/** Every minute: what must be known within one. */
export const watch: Job = {
  queue: "watch",
  schedule: "* * * * *",
  async run({ noticeContext: ctx }) {
    await watchMassChanges(ctx);
    await endSuspensions(asSystem(ctx));
    await linkByVerifiedDomain(ctx);
    await noticeTroubledEndpoints(ctx);
    await sendWaitingMails(ctx);
  },
};

/** Every hour, off the hour. */
export const remind: Job = {
  queue: "remind",
  schedule: "23 * * * *",
  async run({ noticeContext: ctx }) {
    await noticeExpiringTokens(ctx);
    await noticeTroubledDirectories(ctx);
  },
};

/** Every night, after the general retention. */
export const policies: Job = {
  queue: "policies",
  schedule: "41 3 * * *",
  run: ({ noticeContext: ctx }) => applyPolicies(ctx),
};
