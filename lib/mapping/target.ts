import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { isObject, isSafeKey } from "#lib/scim/value.ts";
import type { CustomAttribute } from "./configuration.ts";
import { TextProblem } from "./finding.ts";

/** What a field holds. `any`: whatever JSON the source has. */
export type TargetType = "text" | "email" | "boolean" | "number" | "list" | "role" | "any";

interface FieldRow {
  readonly type: TargetType;
  readonly label: string;
}

/** The fields of a member's profile, beside metadata and what the organization declares. */
export const FIELDS: Readonly<Record<string, FieldRow>> = {
  email_address: { type: "email", label: "E-mail address" },
  username: { type: "text", label: "Username" },
  first_name: { type: "text", label: "First name" },
  last_name: { type: "text", label: "Last name" },
  name: { type: "text", label: "Name" },
  external_id: { type: "text", label: "External id" },
  active: { type: "boolean", label: "Active" },
  phone_number: { type: "text", label: "Phone number" },
  picture: { type: "text", label: "Picture" },
  locale: { type: "text", label: "Locale" },
  timezone: { type: "text", label: "Time zone" },
  job_title: { type: "text", label: "Job title" },
  department: { type: "text", label: "Department" },
  manager: { type: "text", label: "Manager" },
  organization_role: { type: "role", label: "Role in the organization" },
};

export const METADATA = ["public_metadata", "app_metadata"] as const;
export const CUSTOM = "custom_attributes";
export const ROLE_TARGET = "organization_role";

export interface Target {
  readonly text: string;
  readonly type: TargetType;
  readonly label: string;
  /** Where it stands in the profile: `["first_name"]`, `["public_metadata", "department"]`. */
  readonly keys: readonly [string] | readonly [string, string];
  /** With a `*`, which takes the name of each part of a spread source. */
  readonly isPattern: boolean;
  readonly required: boolean;
}

const KEY = /^[A-Za-z_*][\w*-]{0,99}$/;

/** @throws TextProblem unknown_target */
export function parseTarget(text: string, attributes: readonly CustomAttribute[]): Target {
  const field = Object.hasOwn(FIELDS, text) ? FIELDS[text] : undefined;
  if (field) return { text, ...field, keys: [text], isPattern: false, required: false };
  const [family = "", ...rest] = text.split(".");
  const key = rest.join(".");
  if (family === CUSTOM) return customTarget(text, key, attributes);
  if (!(METADATA as readonly string[]).includes(family)) throw unknown(text);
  if (!KEY.test(key) || !isSafeKey(key) || key.split("*").length > 2) {
    const message = `A key of ${family} begins with a letter and has letters, digits, _ and - only.`;
    throw new TextProblem("unknown_target", message, family.length + 2);
  }
  return { text, type: "any", label: key, keys: [family, key], isPattern: key.includes("*"), required: false };
}

function customTarget(text: string, key: string, attributes: readonly CustomAttribute[]): Target {
  const attribute = attributes.find((each) => each.key === key);
  if (!attribute) {
    throw new TextProblem("unknown_target", `The organization declares no attribute "${key}".`, CUSTOM.length + 2);
  }
  const { type, label, required } = attribute;
  return { text, type, label, keys: [CUSTOM, key], isPattern: false, required };
}

const unknown = (text: string) =>
  new TextProblem(
    "unknown_target",
    `There is no field "${text.slice(0, 60)}". Fields: ${Object.keys(FIELDS).join(", ")}, public_metadata.<key>, app_metadata.<key>, custom_attributes.<key>.`,
  );

/** A profile: field to value; metadata and declared attributes stand in objects of their own. */
export type Profile = JsonObject;

/** The value of a field in a stored profile. */
export function fieldOf(profile: Profile, [first, second]: Target["keys"]): JsonValue | undefined {
  const found = Object.hasOwn(profile, first) ? profile[first] : undefined;
  if (second === undefined) return found;
  return isObject(found) && Object.hasOwn(found, second) ? found[second] : undefined;
}

export function setField(profile: Profile, [first, second]: Target["keys"], value: JsonValue): void {
  if (second === undefined) profile[first] = value;
  else {
    const family = isObject(profile[first]) ? profile[first] : {};
    profile[first] = family;
    family[second] = value;
  }
}

/** Every field of a profile by its target's name, e.g. `public_metadata.department`. */
export function flatten(profile: Profile): Map<string, JsonValue> {
  const fields = new Map<string, JsonValue>();
  for (const [key, value] of Object.entries(profile)) {
    const isFamily = key === CUSTOM || (METADATA as readonly string[]).includes(key);
    if (!isFamily || !isObject(value)) fields.set(key, value);
    else for (const [inner, content] of Object.entries(value)) fields.set(`${key}.${inner}`, content);
  }
  return fields;
}

/** `streetAddress` → `street_address`, as Auth0 names the parts of an address. */
export const snakeCase = (name: string) =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, "");

/** The value as the field takes it, or why it does not fit. */
export type Fitted = { readonly value: JsonValue } | { readonly misfit: "type" | "email"; readonly message: string };

const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);

/** RFC 5321 §4.5.3.1: 64 characters before the @ and 255 behind it. */
const EMAIL_MAX = 320;

/** A list gives its first element where one value is wanted, and an object its `value`, as a manager's is. */
export function single(value: JsonValue): JsonValue | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return isObject(first) ? first.value : first;
}

export function fitTo({ type, label }: Pick<Target, "type" | "label">, value: JsonValue): Fitted {
  if (type === "any") return { value };
  if (type === "list") return { value: Array.isArray(value) ? value : [value] };
  const one = single(value);
  if (one === undefined || one === null || typeof one === "object") return misfit(label, "one value", value);
  switch (type) {
    case "boolean":
      return typeof one === "boolean" ? { value: one } : fitBoolean(label, one);
    case "number": {
      const number = typeof one === "string" && one.trim() !== "" ? Number(one) : one;
      return typeof number === "number" && Number.isFinite(number) ? { value: number } : misfit(label, "a number", one);
    }
    case "email":
      return typeof one === "string" && one.length <= EMAIL_MAX && looksLikeEmail(one)
        ? { value: one }
        : { misfit: "email", message: `${shown(one)} is not an e-mail address.` };
    default:
      return { value: String(one) };
  }
}

function fitBoolean(label: string, one: string | number): Fitted {
  const text = String(one).toLowerCase();
  if (text === "true" || text === "false") return { value: text === "true" };
  return misfit(label, "true or false", one);
}

const misfit = (label: string, wanted: string, value: JsonValue): Fitted => ({
  misfit: "type",
  message: `${label} has to be ${wanted}, not ${shown(value)}.`,
});

/** A value in a sentence, cut. */
export function shown(value: JsonValue): string {
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
