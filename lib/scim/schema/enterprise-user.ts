import { attribute, type Schema } from "./attribute.ts";

export const ENTERPRISE_USER_URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** RFC 7643 §4.3. */
export const enterpriseUserSchema: Schema = {
  id: ENTERPRISE_USER_URN,
  name: "EnterpriseUser",
  description: "What an employer records about a person",
  attributes: [
    attribute("employeeNumber", "Number or code given to the person, often in order of hiring."),
    attribute("costCenter", "Cost center the person is booked to."),
    attribute("organization", "Organization the person belongs to."),
    attribute("division", "Division the person belongs to."),
    attribute("department", "Department the person belongs to."),
    attribute("manager", "The person's manager.", {
      type: "complex",
      subAttributes: [
        attribute("value", "The manager's user id."),
        attribute("$ref", "Address of the manager's user resource.", {
          type: "reference",
          referenceTypes: ["User"],
          caseExact: true,
        }),
        attribute("displayName", "The manager's name.", { mutability: "readOnly" }),
      ],
    }),
  ],
};
