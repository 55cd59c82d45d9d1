import { type Attribute, attribute, type Schema } from "./attribute.ts";

export const USER_URN = "urn:ietf:params:scim:schemas:core:2.0:User";

/** RFC 7643 §2.4: the sub-attributes that multi-valued attributes share; `value` is the only one that varies in type. */
function elements(value: Attribute, types: readonly string[] = []): readonly Attribute[] {
  return [
    value,
    attribute("display", "Name of the element for people to read."),
    attribute("type", "What the element is for.", types.length > 0 ? { canonicalValues: types } : {}),
    attribute("primary", "Whether this is the preferred element; at most one is.", { type: "boolean" }),
  ];
}

const many = (name: string, description: string, subAttributes: readonly Attribute[]) =>
  attribute(name, description, { type: "complex", multiValued: true, subAttributes });

// RFC 7643 §2.3.6 and §2.3.7: references and binary values are compared exactly.
const link = (name: string, description: string, referenceTypes: readonly string[] = ["external"]) =>
  attribute(name, description, { type: "reference", referenceTypes, caseExact: true });

const singleValued: readonly Attribute[] = [
  attribute("userName", "Name the person signs in with; unique within the directory, whatever its letter case.", {
    required: true,
    uniqueness: "server",
  }),
  attribute("name", "The parts of the person's name.", {
    type: "complex",
    subAttributes: [
      attribute("formatted", "The whole name, ready for display."),
      attribute("familyName", "Family name, or last name in most Western languages."),
      attribute("givenName", "Given name, or first name in most Western languages."),
      attribute("middleName", "Middle names."),
      attribute("honorificPrefix", "Title before the name, such as Ms."),
      attribute("honorificSuffix", "Suffix after the name, such as III."),
    ],
  }),
  attribute("displayName", "Name to show for the person."),
  attribute("nickName", "What the person is called in daily life."),
  link("profileUrl", "Web page about the person."),
  attribute("title", "Job title."),
  attribute("userType", "Relation to the organization, such as Contractor or Employee."),
  attribute("preferredLanguage", "Languages the person prefers, in the form of an Accept-Language header."),
  attribute("locale", "Language tag by which dates, numbers and currency are written."),
  attribute("timezone", "Time zone by its IANA name, such as Europe/Berlin."),
  attribute("active", "Whether the person may use the application.", { type: "boolean" }),
  attribute("password", "Accepted so that clients which always send one do not fail; never kept, never returned.", {
    caseExact: true,
    mutability: "writeOnly",
    returned: "never",
  }),
];

const multiValued: readonly Attribute[] = [
  many("emails", "E-mail addresses.", elements(attribute("value", "The address."), ["work", "home", "other"])),
  many(
    "phoneNumbers",
    "Telephone numbers.",
    elements(attribute("value", "The number."), ["work", "home", "mobile", "fax", "pager", "other"]),
  ),
  many(
    "ims",
    "Instant messaging addresses.",
    elements(attribute("value", "The address."), ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]),
  ),
  many("photos", "Pictures of the person.", elements(link("value", "Address of the picture."), ["photo", "thumbnail"])),
  many("addresses", "Postal addresses.", [
    attribute("formatted", "The whole address, ready for a label."),
    attribute("streetAddress", "Street, house number and the like."),
    attribute("locality", "City or town."),
    attribute("region", "State or region."),
    attribute("postalCode", "Postal code."),
    attribute("country", "Country, as an ISO 3166-1 alpha-2 code."),
    attribute("type", "What the address is for.", { canonicalValues: ["work", "home", "other"] }),
    attribute("primary", "Whether this is the preferred address; at most one is.", { type: "boolean" }),
  ]),
  attribute("groups", "Groups the person belongs to; changed through the groups themselves.", {
    type: "complex",
    multiValued: true,
    mutability: "readOnly",
    subAttributes: [
      attribute("value", "The group's id.", { mutability: "readOnly" }),
      { ...link("$ref", "Address of the group.", ["User", "Group"]), mutability: "readOnly" },
      attribute("display", "The group's name.", { mutability: "readOnly" }),
      attribute("type", "Whether the membership is the person's own or by way of another group.", {
        mutability: "readOnly",
        canonicalValues: ["direct", "indirect"],
      }),
    ],
  }),
  many("entitlements", "Things the person is entitled to.", elements(attribute("value", "The entitlement."))),
  many("roles", "Roles of the person.", elements(attribute("value", "The role."))),
  many(
    "x509Certificates",
    "Certificates issued to the person.",
    elements(attribute("value", "The certificate, DER in base64.", { type: "binary", caseExact: true })),
  ),
];

/** RFC 7643 §4.1. */
export const userSchema: Schema = {
  id: USER_URN,
  name: "User",
  description: "A person's account",
  attributes: [...singleValued, ...multiValued],
};
