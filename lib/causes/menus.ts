import type { Provider } from "#lib/contract/provider.ts";

/** What an admin looks for in the identity provider, whichever it is. */
export type Place =
  /** Where the address and the token are pasted. */
  | "credentials"
  /** Which operations it sends: create, update, deactivate. */
  | "actions"
  /** Which of its fields fills which SCIM attribute. */
  | "mapping"
  /** Where a person's own values are kept. */
  | "profile"
  /** Who is provisioned at all. */
  | "assignments"
  /** Which groups are pushed. */
  | "groups"
  /** By what it finds a person who is here already. */
  | "matching"
  /** Where a failed change is sent again. */
  | "repeat";

/** An identity provider in its own words. Menu paths are read from the left, level by level. */
export interface Menus {
  readonly name: string;
  /** Its names of the two fields that everything hangs on. */
  readonly urlField: string;
  readonly tokenField: string;
  /** What it does by itself after it was refused for a while. */
  readonly retries: string;
  readonly places: Readonly<Record<Place, readonly string[]>>;
}

/** Okta's three ways differ in which app carries SCIM and in the names on its form. */
function okta(app: string, form: { urlField: string; tokenField: string; matching: string }): Menus {
  const provisioning = ["Applications", "Applications", app, "Provisioning"];
  return {
    name: "Okta",
    urlField: form.urlField,
    tokenField: form.tokenField,
    retries: "Okta slows down by itself, waits as long as it is told, and tries up to ten times.",
    places: {
      credentials: [...provisioning, "Integration", "Edit"],
      actions: [...provisioning, "To App", "Edit"],
      mapping: [...provisioning, "To App", "Attribute Mappings"],
      profile: ["Directory", "People", "(the person)", "Profile"],
      assignments: ["Applications", "Applications", app, "Assignments"],
      groups: ["Applications", "Applications", app, "Push Groups"],
      matching: [...provisioning, "Integration", form.matching],
      repeat: ["Dashboard", "Tasks"],
    },
  };
}

const CONNECTOR = {
  urlField: "SCIM connector base URL",
  tokenField: "Authorization (HTTP Header)",
  matching: "Unique identifier field for users",
};

const ENTRA_APP = ["Entra ID", "Enterprise apps", "(your app)"];
const GOOGLE_APP = ["Apps", "Web and mobile apps", "(your app)", "Auto-provisioning"];
const JUMPCLOUD_APP = ["User Authentication", "SSO Applications", "(your app)"];
const PINGONE = ["Integrations", "Provisioning"];
const SOMEWHERE = "SCIM settings of your identity provider";

export const MENUS: Readonly<Record<Provider, Menus>> = {
  okta_saml: okta("(your SAML app)", CONNECTOR),
  okta_oidc: okta("(your SCIM app)", CONNECTOR),
  okta_scim: okta("(your SCIM 2.0 app)", {
    urlField: "SCIM 2.0 Base URL",
    tokenField: "OAuth Bearer Token",
    matching: "Configure API Integration",
  }),
  entra: {
    name: "Microsoft Entra ID",
    urlField: "Tenant URL",
    tokenField: "Secret Token",
    retries: "Entra ID repeats what failed in its next cycle, about every 40 minutes, later after 6, 12 and 24 hours.",
    places: {
      credentials: [...ENTRA_APP, "Provisioning", "Admin Credentials"],
      actions: [
        ...ENTRA_APP,
        "Provisioning",
        "Mappings",
        "Provision Microsoft Entra ID Users",
        "Target Object Actions",
      ],
      mapping: [...ENTRA_APP, "Provisioning", "Mappings", "Provision Microsoft Entra ID Users"],
      profile: ["Entra ID", "Users", "(the person)", "Properties"],
      assignments: [...ENTRA_APP, "Users and groups"],
      groups: [...ENTRA_APP, "Provisioning", "Mappings", "Provision Microsoft Entra ID Groups"],
      matching: [
        ...ENTRA_APP,
        "Provisioning",
        "Mappings",
        "Provision Microsoft Entra ID Users",
        "(the row)",
        "Match objects using this attribute",
      ],
      repeat: [...ENTRA_APP, "Provisioning", "Provision on demand"],
    },
  },
  google: {
    name: "Google Workspace",
    urlField: "Endpoint URL",
    tokenField: "Access token",
    retries: "Google Workspace tries again by itself within a few hours.",
    places: {
      credentials: [...GOOGLE_APP, "App authorization"],
      actions: [...GOOGLE_APP, "Deprovisioning"],
      mapping: [...GOOGLE_APP, "Attribute mapping"],
      profile: ["Directory", "Users", "(the person)", "User information"],
      assignments: [...GOOGLE_APP, "Provisioning scope"],
      groups: [...GOOGLE_APP, "Provisioning scope"],
      matching: [...GOOGLE_APP, "Attribute mapping"],
      repeat: GOOGLE_APP,
    },
  },
  onelogin: {
    name: "OneLogin",
    urlField: "SCIM Base URL",
    tokenField: "SCIM Bearer Token",
    retries: "OneLogin marks the person as failed and waits for an admin to retry.",
    places: {
      credentials: ["Applications", "(your app)", "Configuration"],
      actions: ["Applications", "(your app)", "Provisioning"],
      mapping: ["Applications", "(your app)", "Parameters"],
      profile: ["Users", "(the person)", "User Info"],
      assignments: ["Users", "(the person)", "Applications"],
      groups: ["Applications", "(your app)", "Rules"],
      matching: ["Applications", "(your app)", "Parameters"],
      repeat: ["Applications", "(your app)", "Users"],
    },
  },
  jumpcloud: {
    name: "JumpCloud",
    urlField: "Base URL",
    tokenField: "Token Key",
    retries: "JumpCloud tries again when the person or the group next changes.",
    places: {
      credentials: [...JUMPCLOUD_APP, "Identity Management", "Configuration settings"],
      actions: [...JUMPCLOUD_APP, "Identity Management"],
      mapping: [...JUMPCLOUD_APP, "Identity Management", "Attribute mapping"],
      profile: ["User Management", "Users", "(the person)", "Details"],
      assignments: [...JUMPCLOUD_APP, "User Groups"],
      groups: [...JUMPCLOUD_APP, "Identity Management", "Group management"],
      matching: [...JUMPCLOUD_APP, "Identity Management", "Attribute mapping"],
      repeat: [...JUMPCLOUD_APP, "Identity Management"],
    },
  },
  pingone: {
    name: "PingOne",
    urlField: "SCIM Base URL",
    tokenField: "OAuth access token",
    retries: "PingOne tries again in its next synchronization.",
    places: {
      credentials: [...PINGONE, "Connections", "(your connection)", "Configuration"],
      actions: [...PINGONE, "Connections", "(your connection)", "Preferences"],
      mapping: [...PINGONE, "Rules", "(your rule)", "Attribute mapping"],
      profile: ["Directory", "Users", "(the person)", "Profile"],
      assignments: [...PINGONE, "Rules", "(your rule)", "User filter"],
      groups: [...PINGONE, "Rules", "(your rule)", "Groups"],
      matching: [...PINGONE, "Connections", "(your connection)", "Preferences"],
      repeat: [...PINGONE, "Rules", "(your rule)"],
    },
  },
  generic: {
    name: "The identity provider",
    urlField: "base URL",
    tokenField: "bearer token",
    retries: "Most identity providers try again by themselves.",
    places: {
      credentials: [SOMEWHERE, "Base URL and token"],
      actions: [SOMEWHERE, "Operations that are sent"],
      mapping: [SOMEWHERE, "Attribute mapping"],
      profile: ["The person's profile at your identity provider"],
      assignments: [SOMEWHERE, "Who is provisioned"],
      groups: [SOMEWHERE, "Groups that are pushed"],
      matching: [SOMEWHERE, "Unique identifier"],
      repeat: [SOMEWHERE, "Failed operations"],
    },
  },
};
