/** One row: a SCIM path and the profile field it fills. */
export interface MappingRow {
  readonly source: string;
  readonly target: ProfileField;
  /** Said beside the row in the dashboard. */
  readonly note: string;
}

export type ProfileField =
  | "email_address"
  | "username"
  | "first_name"
  | "last_name"
  | "name"
  | "external_id"
  | "active";

/** What every directory uses until a mapping of its own is saved. Where two rows fill one field, the later one wins if it has a value. */
export const DEFAULT_MAPPING: readonly MappingRow[] = [
  { source: "userName", target: "username", note: "The name the person is known by at the IdP." },
  { source: "userName", target: "email_address", note: "Only when it is an e-mail address and no e-mail is sent." },
  { source: 'emails[type eq "work"].value', target: "email_address", note: "Wins over userName." },
  { source: "emails[primary eq true].value", target: "email_address", note: "Wins over both." },
  { source: "name.givenName", target: "first_name", note: "" },
  { source: "name.familyName", target: "last_name", note: "" },
  { source: "displayName", target: "name", note: "Without it, first and last name, then userName." },
  { source: "externalId", target: "external_id", note: "The IdP's own id of the person." },
  { source: "active", target: "active", note: "false takes the membership away; true brings the same one back." },
];
