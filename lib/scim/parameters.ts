import { type ScimError, scimError } from "./error.ts";

/**
 * A query parameter by its name in any letter case (Entra ID's inbound collection writes `startindex`). Sent twice it
 * is refused: taking either one would answer a question the client may not have asked.
 */
export function readParameter(
  params: URLSearchParams,
  name: string,
  refuse: (detail: string) => ScimError = scimError.invalidValue,
): string | undefined {
  const wanted = name.toLowerCase();
  const values = [...params].filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  if (values.length > 1) throw refuse(`The parameter ${name} occurs more than once.`);
  return values[0];
}
