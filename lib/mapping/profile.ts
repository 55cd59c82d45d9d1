import type { MappingRow, ProfileField } from "./default-mapping.ts";

type Scalar = string | number | boolean;
/** The mapped profile: only the fields that have a value. */
export type Profile = Partial<Record<ProfileField, Scalar>>;

/** Reads the value at a SCIM path of the resource at hand; `undefined` when there is none. */
export type ReadPath = (path: string) => unknown;

const looksLikeEmail = (value: Scalar) => typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value);

/** Applies the rows in order to one resource, which the caller makes readable by path. */
export function mapProfile(rows: readonly MappingRow[], read: ReadPath): Profile {
  const profile: Profile = {};
  for (const { source, target } of rows) {
    const value = read(source);
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") continue;
    if (target === "email_address" && !looksLikeEmail(value)) continue;
    profile[target] = value;
  }
  return profile;
}

/** What lists call the person: the mapped name, else first and last name, else username or e-mail address. */
export function profileName(profile: Profile): string {
  const fullName = [profile.first_name, profile.last_name].filter((part) => part !== undefined).join(" ");
  return String(profile.name ?? (fullName || (profile.username ?? profile.email_address ?? "Unnamed")));
}
