import { scimError } from "../error.ts";

/** RFC 5321 §4.5.3.1: 64 characters in front of the @ and 255 behind it. */
const MAX_LENGTH = 320;

/**
 * Refuses addresses that two readers may understand differently, for a verified domain decides who a person is:
 * `"a@x.com"@evil.com`, lists, and an @ that only looks like one. Anything else passes, for IdPs put plain names,
 * internal hosts and test values here, and an address that is merely wrong harms nobody but its owner.
 */
export function checkEmailAddress(label: string, text: string): string {
  if (text.length > MAX_LENGTH) {
    throw scimError.invalidValue(`${label} must not be longer than ${MAX_LENGTH} characters.`);
  }
  const plainAts = text.split("@").length - 1;
  const allAts = text.normalize("NFKC").split("@").length - 1;
  const isList = plainAts > 0 && text.includes(",");
  if (plainAts > 1 || allAts > plainAts || isList) {
    throw scimError.invalidValue(`${label} must be one e-mail address, with one @ and no comma.`);
  }
  return text;
}
