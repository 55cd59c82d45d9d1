import { DirectoryError } from "#lib/directory/error.ts";
import type { IdempotencyClaim, KeptAnswer } from "#lib/directory/idempotency.ts";
import { actorLabel } from "#lib/directory/permissions.ts";
import type { JsonAnswer, JsonAsked } from "../json-route.ts";

const HEADER = "idempotency-key";
const KEY_MAX = 255;
/** Longer than any call may take: what is still unanswered then was left by a process that died. */
const ABANDONED_MS = 120_000;

/**
 * Does the work once for each Idempotency-Key and answers its repetitions with the very bytes of the first answer.
 * Reads repeat by themselves. What was refused changed nothing and is not kept, so that it can be mended and sent again.
 * @throws DirectoryError invalid for another request under a known key; conflict while the first is being answered
 */
export async function answerOnce(asked: JsonAsked<object>, work: () => Promise<JsonAnswer>): Promise<JsonAnswer> {
  const key = asked.request.headers.get(HEADER);
  if (key === null || asked.request.method === "GET") return work();
  if (key.trim() === "" || key.length > KEY_MAX) {
    throw new DirectoryError("invalid", `Idempotency-Key has 1 to ${KEY_MAX} characters.`);
  }
  const claim = await claimOf(asked, key);
  const store = asked.services.idempotency;
  const state = await store.claim(claim);
  if (state === "running") {
    throw new DirectoryError("conflict", "A request with this Idempotency-Key is being answered. Repeat it shortly.", {
      retryAfterSeconds: 1,
    });
  }
  if (state === "different") {
    throw new DirectoryError(
      "invalid",
      "This Idempotency-Key was used for another request. Use a new key for a new request.",
    );
  }
  if (state !== "claimed") return { ...state, headers: { "idempotency-replayed": "true" } };
  let answer: KeptAnswer;
  try {
    answer = await work();
  } catch (error) {
    await store.release(claim);
    throw error;
  }
  await store.keep(claim, answer);
  return answer;
}

async function claimOf({ request, services, ctx, body }: JsonAsked<object>, key: string): Promise<IdempotencyClaim> {
  const { pathname, search } = new URL(request.url);
  const at = services.now();
  return {
    actor: actorLabel(ctx.actor),
    key,
    fingerprint: services.secrets.hash(JSON.stringify([request.method, pathname + search, await body()])),
    at,
    abandonedBefore: new Date(at.getTime() - ABANDONED_MS),
  };
}
