import { causeOfAnswer } from "#lib/causes/recognise.ts";

/** What an entry of the log says of why it went wrong. */
interface Answered {
  status: number;
  scim_type: string | null;
  path: string;
  detail: string | null;
  sentence: string;
}

/** Outside, dead and misdirected tokens look like unknown ones; the log's sentence tells them apart. */
const TOKENS: readonly [RegExp, string][] = [
  [/ has been revoked\. /, "token-revoked"],
  [/\) that expired at /, "token-expired"],
  [/ at the address of another one\. /, "token-wrong-directory"],
];

/** The cause of a refusal or failure (lib/causes); null for what was answered well. */
export function causeOfEntry({ status, scim_type, path, detail, sentence }: Answered): string | null {
  if (status < 400) return null;
  if (status === 401) return TOKENS.find(([words]) => words.test(sentence))?.[1] ?? "token-unknown";
  if (status === 503 && /paused/.test(detail ?? "")) return "directory-paused";
  return causeOfAnswer({ status, scimType: scim_type ?? undefined, path, detail: detail ?? "" });
}
