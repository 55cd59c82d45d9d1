import { type Attribute, attribute } from "./attribute.ts";

/** RFC 7643 §3.1: attributes every resource has. They belong to no schema of their own and take no URN prefix. */
export const commonAttributes: readonly Attribute[] = [
  attribute("schemas", "URNs of the schemas this resource is made of.", {
    type: "reference",
    referenceTypes: ["uri"],
    multiValued: true,
    // Derived from the content: what a client lists here adds nothing and takes nothing away.
    mutability: "readOnly",
    returned: "always",
    caseExact: true,
  }),
  attribute("id", "Identifier given by this service; it never changes and is never used twice.", {
    caseExact: true,
    mutability: "readOnly",
    returned: "always",
    uniqueness: "server",
  }),
  attribute("externalId", "Identifier the provisioning client knows the resource by.", { caseExact: true }),
  attribute("meta", "What the service knows about the resource itself.", {
    type: "complex",
    mutability: "readOnly",
    subAttributes: [
      attribute("resourceType", "Name of the resource's type.", { caseExact: true, mutability: "readOnly" }),
      attribute("created", "When the resource came into being.", { type: "dateTime", mutability: "readOnly" }),
      attribute("lastModified", "When the resource last changed.", { type: "dateTime", mutability: "readOnly" }),
      attribute("location", "Address of the resource.", {
        type: "reference",
        referenceTypes: ["uri"],
        caseExact: true,
        mutability: "readOnly",
      }),
      attribute("version", "Version of the resource, equal to its ETag.", { caseExact: true, mutability: "readOnly" }),
    ],
  }),
];

/** `externalId` as /Schemas lists it: clients that compare a resource with its schema miss it otherwise. */
export const externalId = commonAttributes.filter(({ name }) => name === "externalId");
