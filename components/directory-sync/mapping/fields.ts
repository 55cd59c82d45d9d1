/** What the fields of a profile are called, and how the values of one are told. */
import type { CustomAttribute } from "#lib/contract/roles.ts";

/** In the order in which a profile is read. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["name", "Name"],
  ["first_name", "First name"],
  ["last_name", "Last name"],
  ["email_address", "E-mail"],
  ["username", "User name"],
  ["external_id", "External id"],
  ["active", "Active"],
  ["phone_number", "Phone number"],
  ["picture", "Picture"],
  ["locale", "Locale"],
  ["timezone", "Time zone"],
  ["job_title", "Job title"],
  ["department", "Department"],
  ["manager", "Manager"],
  ["organization_role", "Role in the organization"],
]);

export const PROFILE_FIELDS = [...NAMES].map(([field, name]) => ({ field, name }));

/** "First name"; for metadata, the field as the API writes it. */
export const fieldName = (field: string, attributes: readonly CustomAttribute[] = []) =>
  NAMES.get(field) ?? attributes.find(({ key }) => field === `custom_attributes.${key}`)?.label ?? field;

const ORDER = [...NAMES.keys()];
const rank = (field: string) => (ORDER.includes(field) ? ORDER.indexOf(field) : ORDER.length);

const FAMILIES = ["public_metadata", "app_metadata", "custom_attributes"];

/** A profile as one list: the keys of metadata beside the fields, each with its whole name. */
export function flatProfile(profile: Record<string, unknown>): Map<string, unknown> {
  const entries = Object.entries(profile).flatMap(([field, value]) =>
    FAMILIES.includes(field) && typeof value === "object" && value !== null
      ? Object.entries(value).map(([key, inner]) => [`${field}.${key}`, inner] as const)
      : [[field, value] as const],
  );
  return new Map(entries.sort(([one], [other]) => rank(one) - rank(other)));
}

/** A value in one line, as it would be written in JSON, text without its quotes. */
export function inOneLine(value: unknown): string {
  if (value === undefined || value === null || value === "") return "empty";
  if (value === true) return "yes";
  if (value === false) return "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
