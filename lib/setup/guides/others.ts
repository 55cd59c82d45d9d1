/** OneLogin, JumpCloud, PingOne and everything else that speaks SCIM 2.0. */
import type { Guide, Step } from "../guide.ts";
import { button, choice, field, heading, item, leaverStep, moverStep, tick, token, url } from "./common.ts";

const groups = (step: Pick<Step, "path" | "todo" | "picture" | "notes">): Step => ({
  id: "groups",
  title: "Send groups",
  who: "idp",
  ...step,
  ticks: ["group_pushed"],
  waitsFor: "the first group",
  optional: true,
});

const ROLES = "Then turn groups into roles here, on the Roles page.";

export const onelogin: Guide = {
  provider: "onelogin",
  summary: "A connector of OneLogin's catalogue sends people within minutes, groups by rules.",
  needs: ["A OneLogin admin with the plan for provisioning"],
  tokenDays: 365,
  steps: [
    {
      id: "app",
      title: "Add the connector",
      who: "idp",
      path: ["Applications", "Applications", "Add App"],
      todo: [
        "Search for **SCIM Provisioner with SAML (SCIM v2 Enterprise, full SAML)** and add it.",
        "Give it a display name, then **Save**.",
      ],
      picture: {
        alt: "OneLogin's search for apps with the connector SCIM Provisioner with SAML (SCIM v2 Enterprise, full SAML) chosen.",
        title: "Find Applications",
        rows: [
          field("Search", "SCIM v2 Enterprise"),
          item("SCIM Provisioner with SAML (SCIM v2 Enterprise)", "SAML2.0, provisioning"),
          item("SCIM Provisioner with SAML (SCIM v2 Enterprise, full SAML)", "SAML2.0, provisioning", true),
        ],
      },
    },
    {
      id: "connect",
      makesToken: true,
      title: "Connect OneLogin",
      who: "idp",
      path: ["Applications", "(your app)", "Configuration"],
      todo: [
        "Paste the address. Press **Make token** here and paste it too. Leave the **SCIM JSON Template** as it is.",
        "Press **Enable** under **API Connection**: its status turns to Enabled. Then **Save**.",
      ],
      picture: {
        alt: "OneLogin's configuration: SCIM Base URL holds this directory's address, SCIM Bearer Token holds the token, API status is Enabled.",
        title: "API Connection",
        tabs: ["Info", "Configuration", "Parameters", "Rules", "SSO", "Provisioning", "Users"],
        tab: "Configuration",
        rows: [
          choice("API Status", "Enabled"),
          url("SCIM Base URL"),
          token("SCIM Bearer Token"),
          field("Custom Headers", "Content-Type: application/scim+json", true),
          button("Save"),
        ],
      },
      ticks: ["call"],
      waitsFor: "OneLogin's first call",
    },
    {
      id: "operations",
      title: "Switch provisioning on",
      who: "idp",
      path: ["Applications", "(your app)", "Provisioning"],
      todo: [
        "Tick **Enable provisioning**.",
        "Take the ticks off **Create user**, **Delete user** and **Update user** under the heading that asks for an admin's approval, or each change waits for one.",
        "For people who are deleted or lose the app choose **Suspend** or **Delete**: with Do Nothing, leavers stay. Then **Save**.",
      ],
      picture: {
        alt: "OneLogin's provisioning workflow: Enable provisioning is ticked, admin approval is off for create, delete and update, and deleted users are suspended.",
        title: "Workflow",
        tabs: ["Info", "Configuration", "Parameters", "Rules", "SSO", "Provisioning", "Users"],
        tab: "Provisioning",
        rows: [
          tick("Enable provisioning"),
          heading("Require admin approval before this action is performed"),
          tick("Create user", false),
          tick("Delete user", false),
          tick("Update user", false),
          choice("When users are deleted in OneLogin, or the user's app access is removed", "Suspend"),
          button("Save"),
        ],
      },
      notes: [
        {
          tone: "warn",
          text: "A change that waits for approval is not sent. OneLogin says so beside the person, under Users.",
        },
      ],
    },
    {
      id: "assign",
      title: "Give one person the app",
      who: "idp",
      path: ["Users", "(the person)", "Applications"],
      todo: [
        "Add the app to one person, or to a role that one person has.",
        "The person's state turns to **Provisioned**.",
      ],
      picture: {
        alt: "OneLogin's list of the app's users with one person in the state Provisioned.",
        title: "Users",
        rows: [item("Ana Lima", "Provisioned", true)],
      },
      ticks: ["user_created"],
      waitsFor: "the first person",
    },
    moverStep(
      ["Change the title or department of the person in OneLogin, then **Save User**."],
      ["Users", "(the person)", "User Info"],
    ),
    leaverStep(
      ["Take the app away from the person, or suspend the person."],
      ["Users", "(the person)", "Applications"],
    ),
    groups({
      path: ["Applications", "(your app)", "Rules", "Add Rule"],
      todo: [
        "Under **Parameters** open **Groups** and tick **Include in User Provisioning**.",
        "Add a rule with the action **Set Groups in (your app)**, for each role whose name is the group's.",
        ROLES,
      ],
      picture: {
        alt: "OneLogin's rule: Set Groups in the app for each role with any value.",
        title: "New mapping",
        rows: [
          field("Name", "Roles become groups"),
          choice("Actions", "Set Groups in (your app) · From Existing"),
          choice("For each", "role with value that matches .*"),
          button("Save"),
        ],
      },
    }),
  ],
};

export const jumpcloud: Guide = {
  provider: "jumpcloud",
  summary: "Sync runs inside a custom SAML app. JumpCloud tests the connection by making and deleting a person.",
  needs: ["A custom SAML app in JumpCloud: there is no SCIM app of its own", "A user group that is bound to the app"],
  tokenDays: 365,
  steps: [
    {
      id: "app",
      title: "Open or make the custom SAML app",
      who: "idp",
      path: ["User Authentication", "SSO Applications", "Add New Application", "Custom Application"],
      todo: [
        "Open the custom SAML app that people sign in with, or make one.",
        "When JumpCloud asks which features to configure, tick **Export users to this app (Identity Management)**.",
      ],
      picture: {
        alt: "JumpCloud's choice of features: Manage Single Sign-On and Export users to this app are ticked.",
        title: "Select the features you would like to enable",
        rows: [
          tick("Manage Single Sign-On (SSO)"),
          tick("Export users to this app (Identity Management)"),
          tick("Import users from this app", false),
          button("Next"),
        ],
      },
    },
    {
      id: "connect",
      makesToken: true,
      title: "Connect JumpCloud",
      who: "idp",
      path: ["User Authentication", "SSO Applications", "(your app)", "Identity Management"],
      todo: [
        "Choose **SCIM API** and **SCIM 2.0**.",
        "Paste the address. Press **Make token** here and paste it too, and enter an address of your own company as **Test User Email**.",
        "Press **Test Connection**, then **Activate**.",
      ],
      picture: {
        alt: "JumpCloud's configuration settings: API type SCIM API, SCIM version 2.0, Base URL holds this directory's address, Token Key holds the token.",
        title: "Configuration settings",
        tabs: ["General Info", "SSO", "Identity Management", "User Groups"],
        tab: "Identity Management",
        rows: [
          choice("API Type", "SCIM API"),
          choice("SCIM Version", "SCIM 2.0"),
          url("Base URL"),
          token("Token Key"),
          field("Test User Email", "test.user@example.com"),
          button("Test Connection"),
          button("Activate"),
        ],
      },
      notes: [
        {
          tone: "info",
          text: "The test makes a person and a group, changes them and deletes them again. They appear in the log and are gone a moment later.",
        },
      ],
      ticks: ["call"],
      waitsFor: "JumpCloud's test",
    },
    {
      id: "assign",
      title: "Bind a user group to the app",
      who: "idp",
      path: ["User Authentication", "SSO Applications", "(your app)", "User Groups"],
      todo: [
        "Tick a user group that holds one person you can experiment with, then **Save**.",
        "Only people in a bound group are ever sent.",
      ],
      picture: {
        alt: "JumpCloud's User Groups tab of the app with one group ticked.",
        title: "User Groups",
        tabs: ["General Info", "SSO", "Identity Management", "User Groups"],
        tab: "User Groups",
        rows: [tick("Pilot"), tick("All staff", false), button("Save")],
      },
      ticks: ["user_created"],
      waitsFor: "the first person",
    },
    moverStep(
      ["Change the job title or department of the person, then **Save User**."],
      ["User Management", "Users", "(the person)", "Details"],
    ),
    leaverStep(
      ["Take the person out of the bound group, or suspend the person."],
      ["User Management", "User Groups", "(the group)", "Users"],
    ),
    groups({
      path: ["User Authentication", "SSO Applications", "(your app)", "Identity Management", "Group management"],
      todo: [
        "Switch on **Enable management of User Groups and Group Membership in this application**, then **Save**.",
        ROLES,
      ],
      picture: {
        alt: "JumpCloud's group management: Enable management of User Groups and Group Membership is on.",
        title: "Group management",
        tabs: ["General Info", "SSO", "Identity Management", "User Groups"],
        tab: "Identity Management",
        rows: [
          {
            kind: "switch",
            label: "Enable management of User Groups and Group Membership in this application",
            on: true,
          },
          button("Save"),
        ],
      },
    }),
  ],
};

const PING = ["Integrations", "Provisioning"];

export const pingone: Guide = {
  provider: "pingone",
  summary: "A SCIM outbound connection and a rule that says who is sent by it.",
  needs: ["A PingOne environment with provisioning", "An Environment Admin or Identity Data Admin"],
  tokenDays: 365,
  steps: [
    {
      id: "connect",
      makesToken: true,
      title: "Make the connection",
      who: "idp",
      path: [...PING, "New Connection", "Identity Store", "SCIM Outbound"],
      todo: [
        "Press **+**, **New Connection**, choose **Identity Store**, then **SCIM Outbound**.",
        "Paste the address. Press **Make token** here and paste it too. Leave **/Users** and **/Groups** as resources, and choose **OAuth 2 Bearer Token**.",
        "Press **Test Connection**, then **Continue**.",
      ],
      picture: {
        alt: "PingOne's SCIM connection: SCIM Base URL holds this directory's address, authentication method is OAuth 2 Bearer Token, OAuth Access Token holds the token.",
        title: "Configure Authentication",
        rows: [
          url("SCIM Base URL"),
          field("Users Resource", "/Users"),
          choice("SCIM Version", "2.0"),
          choice("Authentication Method", "OAuth 2 Bearer Token"),
          token("OAuth Access Token"),
          button("Test Connection"),
        ],
      },
      ticks: ["call"],
      waitsFor: "PingOne's test call",
    },
    {
      id: "operations",
      title: "Choose how people are found and removed",
      who: "idp",
      path: [...PING, "(your connection)", "Preferences"],
      todo: [
        '**User Filter Expression**: userName Eq "%s".',
        "Switch on **Allow users to be created, updated and disabled**. **Remove action**: Disable.",
        "**Group membership handling**: Merge if groups also come from elsewhere, else Overwrite. Then **Save** and enable the connection.",
      ],
      picture: {
        alt: 'PingOne\'s preferences: User filter expression is userName Eq "%s", create, update and disable are on, the remove action is Disable.',
        title: "Preferences",
        rows: [
          field("User Filter Expression", 'userName Eq "%s"', true),
          tick("Allow users to be created"),
          tick("Allow users to be updated"),
          tick("Allow users to be disabled"),
          choice("Remove Action", "Disable"),
          choice("Group Membership Handling", "Overwrite"),
          { kind: "switch", label: "Connection", on: true },
        ],
      },
    },
    {
      id: "assign",
      title: "Make a rule that sends one person",
      who: "idp",
      path: [...PING, "New Rule"],
      todo: [
        "Press **+**, **New Rule**, and choose the connection.",
        "**User Filter**: begin with one person or a small group. Leave the attribute mapping.",
        "**Save** and switch the rule on.",
      ],
      picture: {
        alt: "PingOne's rule: a user filter with one population, attribute mapping left as it is, rule switched on.",
        title: "New Rule",
        rows: [
          choice("Source → Target", "PingOne → (your connection)"),
          field("User Filter", "Group is Pilot"),
          { kind: "switch", label: "Rule", on: true },
          button("Save"),
        ],
      },
      ticks: ["user_created"],
      waitsFor: "the first person",
    },
    moverStep(["Change the title of the person in PingOne."], ["Directory", "Users", "(the person)", "Profile"]),
    leaverStep(
      ["Disable the person, or take the person out of the rule's filter."],
      ["Directory", "Users", "(the person)"],
    ),
    groups({
      path: [...PING, "(your rule)", "Groups"],
      todo: ["Open the rule, **Group Provisioning**, and choose the groups.", ROLES],
      picture: {
        alt: "PingOne's rule with one group chosen for provisioning.",
        title: "Group Provisioning",
        rows: [tick("Engineering"), tick("Contractors", false), button("Save")],
      },
    }),
  ],
};

export const generic: Guide = {
  provider: "generic",
  summary: "Anything that speaks SCIM 2.0: authentik, Keycloak, Rippling, CyberArk, a script of your own.",
  needs: ["A client that sends a bearer token, or one that fetches access tokens as an OAuth client"],
  tokenDays: 365,
  steps: [
    {
      id: "connect",
      makesToken: true,
      title: "Enter address and token",
      who: "idp",
      path: ["SCIM settings of your identity provider"],
      todo: [
        "Paste the address. Press **Make token** here and paste it too. With or without a slash at the end: both work.",
        "If your IdP asks for the version, it is **SCIM 2.0**; for the authentication, **Bearer token** or **HTTP header**.",
        "Run its connection test.",
      ],
      picture: {
        alt: "A SCIM form as most identity providers have it: base URL with this directory's address, SCIM version 2.0, bearer token with the token.",
        title: "SCIM connection",
        rows: [
          url("SCIM base URL"),
          choice("SCIM version", "2.0"),
          choice("Authentication", "Bearer token"),
          token("Bearer token"),
          button("Test connection"),
        ],
      },
      notes: [
        {
          tone: "info",
          text: "/ServiceProviderConfig, /ResourceTypes and /Schemas say what is offered: filters, sorting, PATCH and PUT, Bulk, ETags, cursors.",
        },
      ],
      ticks: ["call"],
      waitsFor: "the first call",
    },
    {
      id: "attributes",
      title: "Check what is sent",
      who: "idp",
      todo: [
        "Every person needs a **userName**, and an e-mail address in **emails** or in userName.",
        "Send **name.givenName** and **name.familyName**, and **active** as true or false: leavers are told by it.",
        "PATCH and PUT both work, for people and for groups.",
      ],
      picture: {
        alt: "A mapping as a SCIM client needs it: user name, e-mail address, first name, last name and active are filled.",
        title: "Attributes",
        rows: [
          { kind: "mapping", from: "user name", to: "userName", act: "keep" },
          { kind: "mapping", from: "e-mail address", to: 'emails[type eq "work"].value', act: "keep" },
          { kind: "mapping", from: "first name", to: "name.givenName", act: "keep" },
          { kind: "mapping", from: "last name", to: "name.familyName", act: "keep" },
          { kind: "mapping", from: "may sign in", to: "active", act: "keep" },
        ],
      },
      ticks: ["user_created"],
      waitsFor: "the first person",
    },
    moverStep(
      ["Change something about one person, such as the title."],
      ["The person's profile at your identity provider"],
    ),
    leaverStep(
      ["Disable or unassign one person."],
      ["The person's profile at your identity provider"],
      [
        {
          tone: "warn",
          text: "If your IdP deletes instead, the person is gone here as well: 404 from then on, and a new person when sent again.",
        },
      ],
    ),
    groups({
      path: ["SCIM settings of your identity provider", "Groups"],
      todo: ["Let your IdP send groups: POST to /Groups, then PATCH or PUT of members.", ROLES],
      picture: {
        alt: "A group with its members, sent to /Groups.",
        title: "Groups",
        rows: [tick("Send groups"), tick("Send members"), button("Save")],
      },
    }),
  ],
};
