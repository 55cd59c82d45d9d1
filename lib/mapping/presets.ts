/** Mappings ready to be taken over: Auth0's defaults by kind of connection, and recipes for known situations. */
import { type Auth0Pair, readPairs, type Strategy } from "./auth0.ts";
import { type Configuration, DEFAULT_MAPPING, type MappingRow } from "./configuration.ts";

export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly userIdAttribute: Configuration["userIdAttribute"];
  readonly rows: readonly MappingRow[];
}

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const pairs = (table: readonly (readonly [scim: string, auth0: string])[]): Auth0Pair[] =>
  table.map(([scim, auth0]) => ({ scim, auth0 }));

const ADDRESS = pairs([
  ['addresses[type eq "work"].streetAddress', "app_metadata.street_address"],
  ['addresses[type eq "work"].locality', "app_metadata.city"],
  ['addresses[type eq "work"].region', "app_metadata.state"],
  ['addresses[type eq "work"].postalCode', "app_metadata.postal_code"],
  ['addresses[type eq "work"].formatted', "app_metadata.postal_address"],
  ['addresses[type eq "work"].country', "app_metadata.country"],
]);

const REST = pairs([
  ["profileUrl", "app_metadata.profile_url"],
  ["userType", "app_metadata.user_type"],
  ["title", "app_metadata.title"],
  ["preferredLanguage", "app_metadata.language"],
  ["locale", "app_metadata.locale"],
  ["timezone", "app_metadata.timezone"],
  [`${ENTERPRISE}:employeeNumber`, "app_metadata.employee_id"],
  [`${ENTERPRISE}:costCenter`, "app_metadata.cost_center"],
  [`${ENTERPRISE}:organization`, "app_metadata.organization"],
  [`${ENTERPRISE}:division`, "app_metadata.division"],
  [`${ENTERPRISE}:department`, "app_metadata.department"],
  [`${ENTERPRISE}:manager`, "app_metadata.manager"],
]);

const named = (userName: string): Auth0Pair[] => [
  ...pairs([
    ["userName", userName],
    ["emails[primary eq true].value", "email"],
    ["externalId", "app_metadata.external_id"],
    ["active", "blocked"],
    ["displayName", "name"],
    ["name.givenName", "given_name"],
    ["name.familyName", "family_name"],
    ["name.middleName", "app_metadata.middle_name"],
    ["name.honorificPrefix", "app_metadata.honorific_prefix"],
    ["name.honorificSuffix", "app_metadata.honorific_suffix"],
    ["nickName", "nickname"],
    ['photos[type eq "photo"].value', "picture"],
    ["phoneNumbers[primary eq true].value", "app_metadata.primary_phone_number"],
    ['phoneNumbers[type eq "mobile"].value', "app_metadata.mobile_phone_number"],
  ]),
  ...ADDRESS,
  ...REST,
];

/** Auth0's default mapping of each kind of connection, in its own order. */
export const AUTH0_DEFAULTS: Readonly<
  Record<
    Strategy,
    { readonly userIdAttribute: Configuration["userIdAttribute"]; readonly mapping: readonly Auth0Pair[] }
  >
> = {
  okta: { userIdAttribute: "externalId", mapping: named("preferred_username") },
  waad: {
    userIdAttribute: "externalId",
    mapping: [
      ...pairs([
        ["userName", "upn"],
        ['emails[type eq "work"].value', "email"],
        ["externalId", "app_metadata.external_id"],
        ["active", "blocked"],
        ["displayName", "name"],
        ["name.givenName", "given_name"],
        ["name.familyName", "family_name"],
        ["nickName", "nickname"],
        ['photos[type eq "photo"].value', "picture"],
        ['phoneNumbers[type eq "work"].value', "app_metadata.work_phone_number"],
        ['phoneNumbers[type eq "mobile"].value', "app_metadata.mobile_phone_number"],
        ['phoneNumbers[type eq "fax"].value', "app_metadata.fax_number"],
      ]),
      ...ADDRESS,
      ...REST,
    ],
  },
  samlp: { userIdAttribute: "userName", mapping: named("username") },
  oidc: { userIdAttribute: "externalId", mapping: named("preferred_username") },
};

const auth0 = (strategy: Strategy, name: string): Preset => ({
  id: `auth0_${strategy}`,
  name: `Auth0 default for ${name}`,
  description: `The rows that Auth0 starts a connection of the kind ${name} with.`,
  userIdAttribute: AUTH0_DEFAULTS[strategy].userIdAttribute,
  rows: readPairs(AUTH0_DEFAULTS[strategy].mapping),
});

const withoutEmail = DEFAULT_MAPPING.filter(({ target }) => target !== "email_address");
const toEmail = (source: string, note: string): MappingRow => ({
  source,
  transform: null,
  target: "email_address",
  note,
});

/** @param userIdAttribute the one that fits the directory's provider */
export function presets(userIdAttribute: Configuration["userIdAttribute"]): Preset[] {
  return [
    {
      id: "default",
      name: "Default",
      description: "Names, e-mail, external id and state: enough for most directories.",
      userIdAttribute,
      rows: DEFAULT_MAPPING,
    },
    {
      id: "user_name_is_email",
      name: "userName is the e-mail address",
      description:
        "For a connection already in production that people sign in to by e-mail: the provider finds and matches existing people by userName.",
      userIdAttribute,
      rows: [
        toEmail("userName", "The address people sign in with."),
        ...withoutEmail.filter(({ source }) => source !== "userName"),
      ],
    },
    {
      id: "work_email",
      name: "Work e-mail only",
      description: "For Entra ID, which sends mail as the work address and marks none as primary.",
      userIdAttribute,
      rows: [...withoutEmail, toEmail('emails[type eq "work"].value', "Entra ID sends mail here.")],
    },
    auth0("okta", "Okta Workforce"),
    auth0("waad", "Microsoft Entra ID"),
    auth0("samlp", "SAML"),
    auth0("oidc", "OpenID Connect"),
  ];
}
