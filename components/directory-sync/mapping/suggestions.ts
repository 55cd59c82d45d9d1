/** What the fields of a row offer: the attributes this directory received, those SCIM knows, and the fields of a profile. */
import type { SuggestionGroup } from "#components/ui/combobox.tsx";
import type { Mapping, SeenPaths } from "#lib/contract/mapping.ts";
import { inOneLine, PROFILE_FIELDS } from "./fields.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** RFC 7643 §4.1 and §4.3, as paths that give one value. */
const CORE = [
  "userName",
  "name.givenName",
  "name.familyName",
  "name.formatted",
  "name.middleName",
  "displayName",
  "nickName",
  "externalId",
  "active",
  "emails[primary eq true].value",
  'emails[type eq "work"].value',
  "phoneNumbers[primary eq true].value",
  'phoneNumbers[type eq "work"].value',
  'phoneNumbers[type eq "mobile"].value',
  "addresses[primary eq true].*",
  'addresses[type eq "work"].country',
  "title",
  "userType",
  "preferredLanguage",
  "locale",
  "timezone",
  "profileUrl",
  'photos[type eq "photo"].value',
  "roles[primary eq true].value",
  "entitlements[primary eq true].value",
  "groups[0].value",
  'groups[value sw "Admins"].value',
  ...["employeeNumber", "costCenter", "organization", "division", "department", "manager.value"].map(
    (name) => `${ENTERPRISE}:${name}`,
  ),
];

/** Paths for a row or a rule: what was received first, with how often and an example. */
export function sourceSuggestions(mapping: Mapping, seen: SeenPaths | undefined): SuggestionGroup[] {
  const received = (seen?.data ?? []).map(({ path, count, example }) => ({
    value: path,
    note: `${count.toLocaleString("en")} of ${seen?.sample.toLocaleString("en")} people, e.g. ${shortened(inOneLine(example))}`,
  }));
  const known = new Set(received.map(({ value }) => value.toLowerCase()));
  const isNew = (path: string) => !known.has(path.toLowerCase());
  return [
    { label: "Received in this directory", items: received },
    { label: "Known to SCIM, not received yet", items: CORE.filter(isNew).map((value) => ({ value })) },
    {
      label: "Declared for this directory",
      items: declaredPaths(mapping.schemas)
        .filter(isNew)
        .map((value) => ({ value })),
    },
  ].filter(({ items }) => items.length > 0);
}

const EXAMPLE_MAX = 60;
const shortened = (text: string) => (text.length > EXAMPLE_MAX ? `${text.slice(0, EXAMPLE_MAX)}…` : text);

interface Declared {
  id: string;
  attributes: { name: string }[];
}

const isDeclared = (schema: unknown): schema is Declared =>
  typeof schema === "object" && schema !== null && "id" in schema && "attributes" in schema;

const declaredPaths = (schemas: readonly unknown[]) =>
  schemas.filter(isDeclared).flatMap(({ id, attributes }) => attributes.map(({ name }) => `${id}:${name}`));

/** Fields of a profile: the ones of every organization, then its own, then room for metadata. */
export function targetSuggestions({ customAttributes, rows }: Mapping): SuggestionGroup[] {
  const metadata = new Set([
    ...rows.map(({ target }) => target).filter((target) => /^(public|app)_metadata\./.test(target)),
    "public_metadata.department",
    "public_metadata.employee_number",
    "app_metadata.cost_center",
  ]);
  return [
    { label: "Profile", items: PROFILE_FIELDS.map(({ field, name }) => ({ value: field, note: name })) },
    {
      label: "Attributes of this organization",
      items: customAttributes.map(({ key, label, required }) => ({
        value: `custom_attributes.${key}`,
        note: required ? `${label}, required` : label,
      })),
    },
    { label: "Metadata, under a key of your own", items: [...metadata].map((value) => ({ value })) },
  ].filter(({ items }) => items.length > 0);
}
