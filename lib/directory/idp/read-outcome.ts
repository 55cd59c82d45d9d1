import type { JsonValue } from "#lib/scim/resource.ts";
import type { Outcome } from "./log-entry.ts";

/** What the frame logs, in a batch, for a request that wrote nothing. */
export function readOutcome(sentence: string, response: JsonValue, target: Outcome["target"]): Outcome {
  return { outcome: "read", sentence, status: 200, target, response };
}
