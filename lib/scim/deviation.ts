/** Every deviation from the RFCs that is tolerated, and how the provisioning log says it to an admin. */
const sentences = {
  "boolean-as-string": "A true or false was sent as text.",
  "bulk-post-without-bulk-id": "A bulk operation that creates something came without a bulkId.",
  "core-attributes-under-urn": "Standard attributes were nested under the URN of their schema.",
  "dotted-key": "A part of an attribute of an unknown extension was named by a key with a dot in it.",
  "element-as-json-text": "A role or similar value was sent as JSON inside a text; its own value was taken.",
  "element-filter-without-value":
    "A filter on elements did not say which part of them to compare; their value was compared.",
  "extension-attribute-without-urn": "An attribute of an extension was named without the extension's URN.",
  "legacy-urn": "The URN of an outdated SCIM version was sent and read as the one of today.",
  "manager-as-list": "The manager was sent as a list; its only element was taken.",
  "manager-as-string": "The manager was sent as plain text, which was read as the manager's id.",
  "member-sub-attribute-ignored": "What a member is called was sent along; the name is filled in by this service.",
  "missing-schemas": "The body did not say which schemas it follows.",
  "operation-case": "The kind of a PATCH operation was written with a capital letter.",
  "patch-value-as-text": "The value of a PATCH operation was an object written as text.",
  "patch-without-schemas": "The body of a PATCH did not name the schema of PATCH requests.",
  "path-with-leading-slash": "A path began with a slash.",
  "plain-value-in-multi-valued": "A plain text stood in a list of objects; it was read as the value of one.",
  "read-only-attribute": "An attribute that only this service sets was sent along and passed over.",
  "reference-as-list": "A reference was sent as a list; its only element was taken.",
  "reference-as-string": "A reference was sent as plain text, which was read as its value.",
  "remove-by-value": "The values to remove were listed in the operation instead of in its path.",
  "remove-members-by-value": "The members to remove were listed in the operation instead of in its path.",
  "schemas-without-core": "The list of schemas did not name the schema of the resource itself.",
  "single-value-as-list": "A single value was wrapped in a list.",
  "single-value-for-multi-valued": "A single value was sent where a list is due; it was read as a list of one.",
  "unknown-attribute": "An attribute that nobody here knows was sent and passed over.",
  "unquoted-filter-value": "A text in a filter was not in quotes.",
} as const;

/** The code of a tolerated deviation, as it is kept in the provisioning log. */
export type Deviation = keyof typeof sentences;

/** All codes there are. */
export const deviations = Object.keys(sentences) as readonly Deviation[];

/** Whether the text is a code of today; the log may hold those of former versions too. */
export function isDeviation(code: string): code is Deviation {
  return Object.hasOwn(sentences, code);
}

/** The deviation in one sentence of plain words. A code of a former version is spelled out as it is. */
export function describeDeviation(code: string): string {
  return isDeviation(code) ? sentences[code] : `A deviation called "${code.slice(0, 60)}" was tolerated.`;
}
