import { readAuthSecret, readEnv } from "#lib/env.ts";
import { mintOperatorCredential } from "#lib/http/operator-credential.ts";
import type { ManagementAccess } from "./local-directory.ts";
import { LocalInstanceError } from "./local-directory.ts";

/** Access to the instance this checkout's settings describe: with its API key, else with its own secret. */
export function localManagementAccess(): ManagementAccess {
  const env = readEnv();
  const apiKey = env.ROLLCALL_API_KEY;
  if (apiKey !== undefined) return { baseUrl: env.BASE_URL, credential: () => apiKey };
  const authSecret = readAuthSecret(env);
  if (authSecret === undefined) {
    throw new LocalInstanceError(
      "There is no local instance yet. Start one with npm start, or name a server with --base and --token.",
    );
  }
  return { baseUrl: env.BASE_URL, credential: () => mintOperatorCredential({ authSecret, now: new Date() }) };
}
