import { attribute, type Schema } from "./attribute.ts";

export const GROUP_URN = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** RFC 7643 §4.2. */
export const groupSchema: Schema = {
  id: GROUP_URN,
  name: "Group",
  description: "A group of people",
  attributes: [
    attribute("displayName", "The group's name; unique within the directory, whatever its letter case.", {
      required: true,
      uniqueness: "server",
    }),
    attribute("members", "Who is in the group.", {
      type: "complex",
      multiValued: true,
      subAttributes: [
        attribute("value", "The member's id.", { mutability: "immutable" }),
        attribute("$ref", "Address of the member.", {
          type: "reference",
          referenceTypes: ["User", "Group"],
          caseExact: true,
          mutability: "immutable",
        }),
        attribute("type", "Kind of resource the member is.", {
          mutability: "immutable",
          canonicalValues: ["User", "Group"],
        }),
        attribute("display", "The member's name.", { mutability: "readOnly" }),
      ],
    }),
  ],
};
