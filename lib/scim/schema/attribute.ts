/** One attribute of a SCIM schema with the characteristics of RFC 7643 §2.2 and §7. */
export interface Attribute {
  readonly name: string;
  readonly type: "string" | "boolean" | "decimal" | "integer" | "dateTime" | "reference" | "binary" | "complex";
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: "readOnly" | "readWrite" | "immutable" | "writeOnly";
  readonly returned: "always" | "never" | "default" | "request";
  readonly uniqueness: "none" | "server" | "global";
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

export interface Schema {
  /** The schema's URN. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** RFC 7643 §6. */
export interface ResourceType {
  readonly name: "User" | "Group";
  readonly endpoint: "Users" | "Groups";
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
}

/** A row of a schema table: states only where the attribute departs from the defaults of RFC 7643 §2.2. */
export function attribute(name: string, description: string, departures: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...departures,
  };
}
