/** What a directory's mapping and role rules are, as data. Saved as one numbered version. */

export interface MappingRow {
  /** A SCIM path (source.ts). */
  readonly source: string;
  /** Liquid (liquid.ts); null: the value as it is. */
  readonly transform: string | null;
  /** A profile field (target.ts). */
  readonly target: string;
  /** Said beside the row. */
  readonly note: string;
}

export type RoleRule =
  /** By id or by name, in any letter case: a group that was not pushed yet has no id, one pushed anew has another. */
  | {
      readonly kind: "group";
      readonly group: { readonly id: string | null; readonly name: string };
      readonly role: string;
    }
  /** A SCIM filter over the person. */
  | { readonly kind: "attribute"; readonly filter: string; readonly role: string }
  /** The result is the slug of a role, or the rule does not apply. */
  | { readonly kind: "liquid"; readonly source: string; readonly transform: string | null };

export interface RoleRules {
  readonly policy: "first" | "highest" | "all";
  readonly rules: readonly RoleRule[];
  /** Whoever meets no rule gets it; null: no access. */
  readonly defaultRole: string | null;
}

export interface Configuration {
  /** Which SCIM attribute carries the application's user id: it has to be what single sign-on sends. */
  readonly userIdAttribute: "userName" | "externalId";
  readonly rows: readonly MappingRow[];
  readonly roles: RoleRules;
}

/** A role of the organization. */
export interface KnownRole {
  readonly slug: string;
  /** Smaller is higher. */
  readonly rank: number;
}

/** An attribute that the organization declares for its members. */
export interface CustomAttribute {
  readonly key: string;
  readonly label: string;
  readonly type: "text" | "number" | "boolean" | "list";
  readonly required: boolean;
}

/** No sync makes an owner. */
export const OWNER = "org:owner";
/** Whom the last-admin guard counts. */
export const ADMIN_ROLES: readonly string[] = ["org:owner", "org:admin"];
export const BUILT_IN_ROLES: readonly KnownRole[] = [
  { slug: OWNER, rank: 0 },
  { slug: "org:admin", rank: 100 },
  { slug: "org:member", rank: 1000 },
];

const row = (source: string, target: string, note = ""): MappingRow => ({ source, transform: null, target, note });

/** What every directory uses until a mapping of its own is saved. Of the rows to e-mail, the later one wins if it has a value. */
export const DEFAULT_MAPPING: readonly MappingRow[] = [
  row("userName", "username", "The name the person is known by at the IdP."),
  row("userName", "email_address", "Only when it is an e-mail address and no e-mail is sent."),
  row('emails[type eq "work"].value', "email_address", "Wins over userName."),
  row("emails[primary eq true].value", "email_address", "Wins over both."),
  row("name.givenName", "first_name"),
  row("name.familyName", "last_name"),
  row("displayName", "name", "Without it, first and last name, then userName."),
  row("externalId", "external_id", "The IdP's own id of the person."),
  row("active", "active", "false takes the membership away; true brings the same one back."),
];

/** No rules: everybody who is sent becomes a member. */
export const DEFAULT_ROLES: RoleRules = { policy: "first", rules: [], defaultRole: "org:member" };

/** What a directory starts with. */
export const defaultConfiguration = (userIdAttribute: Configuration["userIdAttribute"]): Configuration => ({
  userIdAttribute,
  rows: DEFAULT_MAPPING,
  roles: DEFAULT_ROLES,
});
