import { isDateTime } from "../simple-value.ts";

/**
 * The instant an xsd:dateTime stands for, in milliseconds; undefined when it is none.
 * Entra ID writes seven decimals; all past the third are cut off. Without an offset the time is read as UTC,
 * so that the answer does not depend on where the server runs.
 */
export function toInstant(text: string): number | undefined {
  if (!isDateTime(text)) return undefined;
  const hasOffset = /(?:z|[+-]\d\d:\d\d)$/i.test(text);
  const instant = Date.parse(`${text.toUpperCase()}${hasOffset ? "" : "Z"}`);
  return Number.isNaN(instant) ? undefined : instant;
}
