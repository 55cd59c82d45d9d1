/** Okta's three ways. Facts: Okta's own screens and wording of 2026; docs/scim.md says what the requests look like. */
import type { Guide, Note, Picture, Row, Step } from "../guide.ts";
import { button, choice, field, heading, item, leaverStep, moverStep, tick, token, url } from "./common.ts";

const apps = (app: string, ...more: string[]) => ["Applications", "Applications", app, ...more];
const APP_TABS = ["General", "Sign On", "Provisioning", "Import", "Assignments", "Push Groups"];

const TYPE_LINES: readonly Row[] = [
  {
    kind: "mapping",
    from: "(user.email != null && user.email != '') ? 'work' : ''",
    to: "Primary email type",
    act: "delete",
  },
  {
    kind: "mapping",
    from: "(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''",
    to: "Primary phone type",
    act: "delete",
  },
  {
    kind: "mapping",
    from: "(user.streetAddress != null && user.streetAddress != '') ? 'work' : ''",
    to: "Address type",
    act: "delete",
  },
];

const BROKER: Note = {
  tone: "warn",
  text: "With Federation Broker Mode on, the app has no assignments, so nobody would ever be sent. It has to be off in the app people sign in with.",
};

/** The form on Provisioning ▸ Integration of an app made with Okta's wizard. */
const connector: Picture = {
  alt: "Okta's SCIM Connection form: SCIM connector base URL holds this directory's address, Unique identifier field for users says userName, Push New Users, Push Profile Updates and, for groups, Push Groups are ticked, Authentication Mode is HTTP Header, and Authorization holds the token.",
  title: "SCIM Connection",
  tabs: APP_TABS,
  tab: "Provisioning",
  rows: [
    url("SCIM connector base URL"),
    field("Unique identifier field for users", "userName", true),
    heading("Supported provisioning actions"),
    tick("Import New Users and Profile Updates", false),
    tick("Push New Users"),
    tick("Push Profile Updates"),
    tick("Push Groups", true, true),
    tick("Import Groups", false),
    choice("Authentication Mode", "HTTP Header"),
    token("Authorization"),
    button("Test Connector Configuration"),
    button("Save"),
  ],
};

const toApp = (app: string, password: boolean): Step => ({
  id: "operations",
  title: "Choose what Okta may send",
  who: "idp",
  path: apps(app, "Provisioning", "To App", "Edit"),
  todo: [
    "Open **To App** on the left, then **Edit**.",
    "Switch on **Create Users**, **Update User Attributes** and **Deactivate Users**.",
    ...(password ? ["Take the tick off **Set password when creating new users**: passwords are never used here."] : []),
    "**Save**.",
  ],
  picture: {
    alt: "Okta's Provisioning to App settings: Create Users, Update User Attributes and Deactivate Users are enabled; password settings stay off.",
    title: "Provisioning to App",
    tabs: APP_TABS,
    tab: "Provisioning",
    rows: [
      tick("Create Users"),
      ...(password ? [tick("Set password when creating new users", false)] : []),
      tick("Update User Attributes"),
      tick("Deactivate Users"),
      tick("Sync Password", false),
      button("Save"),
    ],
  },
  notes: [
    {
      tone: "info",
      text: "Suspending somebody in Okta only blocks their sign-in to Okta: nothing is sent. Deactivating or unassigning is what takes the membership away here.",
    },
  ],
});

const mappings = (app: string): Step => ({
  id: "mappings",
  title: "Delete three mapping lines",
  who: "idp",
  path: apps(app, "Provisioning", "To App", "Attribute Mappings"),
  todo: [
    "Scroll down to **Attribute Mappings**.",
    "Press the **X** at the end of each of the three lines below.",
    "For attributes of your own: add them with an external namespace that is a SCIM 2.0 URN, and they arrive here.",
  ],
  picture: {
    alt: "Okta's attribute mappings: the lines Primary email type, Primary phone type and Address type are crossed out, to be deleted with the X at their end. All other lines stay.",
    title: "Attribute Mappings",
    tabs: APP_TABS,
    tab: "Provisioning",
    rows: [
      { kind: "mapping", from: "user.firstName", to: "Given name", act: "keep" },
      { kind: "mapping", from: "user.email", to: "Primary email", act: "keep" },
      ...TYPE_LINES,
    ],
  },
  notes: [
    {
      tone: "info",
      text: "Left in place they send an empty type with every update. Rollcall copes with it, but the log notes it each time.",
    },
  ],
});

const assign = (app: string, both: boolean): Step => ({
  id: "assign",
  title: "Assign one person to try it",
  who: "idp",
  path: apps(app, "Assignments", "Assign", "Assign to People"),
  todo: [
    "Choose one person you can experiment with, press **Assign**, look through the form that opens, then **Save and Go Back** and **Done**.",
    "First and last name have to be filled in the person's Okta profile: they become the member's name here.",
    ...(both
      ? ["Assign the same person to the app they sign in with. Both apps need the same people and groups."]
      : []),
    "Once it works, assign everybody else: **Assign to Groups** sends all people of a group.",
  ],
  picture: {
    alt: "The Assignments tab of the Okta app with one person assigned.",
    title: "Assignments",
    tabs: APP_TABS,
    tab: "Assignments",
    rows: [
      button("Assign", true),
      item("Ana Lima", "ana.lima@example.com · Individual", true),
      item("Assign to Groups", "later, for everybody"),
    ],
  },
  ...(both && {
    notes: [
      {
        tone: "warn",
        text: "Two apps drift apart: somebody who can sign in and was never assigned to the SCIM app does not arrive here.",
      } as const,
    ],
  }),
  ticks: ["user_created"],
  waitsFor: "the first person",
});

const pushGroups = (app: string, limit: Note, ticks: Step["ticks"]): Step => ({
  id: "groups",
  title: "Push groups",
  who: "idp",
  path: apps(app, "Push Groups", "Push Groups", "Find groups by name"),
  todo: [
    "Open **Push Groups** and find the group by name.",
    "Leave **Push group memberships immediately** ticked, then **Save**.",
    "Then turn groups into roles here, on the Roles page.",
  ],
  picture: {
    alt: "Okta's Push Groups tab: a group found by name, push group memberships immediately is ticked.",
    title: "Push groups to application",
    tabs: APP_TABS,
    tab: "Push Groups",
    rows: [
      field("By name", "Engineering"),
      tick("Push group memberships immediately"),
      choice("Match result & push action", "No match found · Create Group"),
      button("Save"),
    ],
  },
  notes: [
    {
      tone: "warn",
      text: "Push other groups than those that assign people. Okta does not send who leaves a group that is used for both.",
    },
    limit,
  ],
  ticks,
  waitsFor: "the first group",
  optional: true,
});

const mover = moverStep(
  [
    "Open the person's profile in Okta and change the title or the department.",
    "Okta sends it at once. If nothing comes, press **Force Sync** under To App, Attribute Mappings.",
  ],
  ["Directory", "People", "(the person)", "Profile", "Edit"],
);
const leaver = (app: string) =>
  leaverStep(
    [
      "Remove the person from the app with the **X**, or deactivate the person in Okta.",
      "Then assign the person again.",
    ],
    apps(app, "Assignments"),
  );

const PUT_LIMIT: Note = {
  tone: "info",
  text: "This kind of app sends a group whole with each change, so a group may have at most 10,000 members. For larger ones choose the SCIM 2.0 template.",
};
const PATCH_LIMIT: Note = {
  tone: "info",
  text: "This kind of app sends only who came and who left, so groups may be of any size.",
};

const connectSteps = (app: string): Step[] => [
  {
    id: "connect",
    makesToken: true,
    title: "Connect Okta",
    who: "idp",
    path: apps(app, "Provisioning", "Integration", "Edit"),
    todo: [
      "Open the tab **Provisioning**, then **Integration**, then **Edit**.",
      "Fill the form as drawn: copy the address and the word userName from here. Press **Make token** and paste it too.",
      "Press **Test Connector Configuration**. This page notices within two seconds. Then **Save**.",
    ],
    picture: connector,
    notes: [
      {
        tone: "info",
        text: "Paste the token as it is. In the mode HTTP Header Okta puts the word Bearer in front by itself.",
      },
    ],
    ticks: ["call"],
    waitsFor: "Okta's test call",
  },
];

export const oktaSaml: Guide = {
  provider: "okta_saml",
  summary:
    "Sync runs inside the SAML app that people already sign in with. One app to look after, changes arrive within seconds.",
  needs: ["A SAML app for this service in Okta", "An Okta admin who may edit it"],
  tokenDays: 365,
  steps: [
    {
      id: "app",
      title: "Switch SCIM on in the SAML app",
      who: "idp",
      path: apps("(your SAML app)", "General", "App Settings", "Edit"),
      todo: [
        "Open the SAML app that people sign in with, tab **General**, and press **Edit** beside App Settings.",
        "Under **Provisioning** choose **SCIM**, then **Save**. A tab Provisioning appears.",
        "On the same tab make sure that **Federation Broker Mode** is off.",
      ],
      picture: {
        alt: "The App Settings of the Okta SAML app: Provisioning is set to SCIM, Federation Broker Mode is switched off.",
        title: "App Settings",
        tabs: ["General", "Sign On", "Import", "Assignments"],
        tab: "General",
        rows: [
          field("Application label", "Your application"),
          choice("Provisioning", "SCIM"),
          { kind: "switch", label: "Federation Broker Mode", on: false },
          button("Save"),
        ],
      },
      notes: [BROKER],
    },
    ...connectSteps("(your SAML app)"),
    toApp("(your SAML app)", false),
    mappings("(your SAML app)"),
    assign("(your SAML app)", false),
    mover,
    leaver("(your SAML app)"),
    pushGroups("(your SAML app)", PUT_LIMIT, ["group_pushed"]),
  ],
};

export const oktaOidc: Guide = {
  provider: "okta_oidc",
  summary:
    "An OIDC app cannot carry SCIM, so a second, hidden app does the syncing. People are known by Okta's own id, externalId.",
  needs: ["The OIDC app that people sign in with", "An Okta admin who may create one more app"],
  tokenDays: 365,
  steps: [
    {
      id: "broker",
      title: "Check the OIDC app",
      who: "idp",
      path: apps("(your OIDC app)", "General"),
      todo: [
        "Open the OIDC app that people sign in with.",
        "On the tab **General** make sure that **Federation Broker Mode** is off.",
      ],
      picture: {
        alt: "The General tab of the Okta OIDC app with Federation Broker Mode switched off.",
        title: "General Settings",
        tabs: ["General", "Sign On", "Assignments"],
        tab: "General",
        rows: [choice("Application type", "Web"), { kind: "switch", label: "Federation Broker Mode", on: false }],
      },
      notes: [BROKER],
    },
    {
      id: "app",
      title: "Make the app that carries SCIM",
      who: "idp",
      path: ["Applications", "Applications", "Create App Integration", "SWA - Secure Web Authentication"],
      todo: [
        "Press **Create App Integration** and choose **SWA - Secure Web Authentication**, then **Next**.",
        "Give it a name such as the service's name and SCIM. The App's login page URL is not used: enter the address of the service.",
        "Tick **Do not display application icon to users**, then **Finish**.",
        "On the tab **General**, **Edit**, choose **SCIM** under Provisioning, then **Save**.",
      ],
      picture: {
        alt: "Okta's form for a Secure Web Authentication app: a name, any address as login page, and the icon hidden from users; then on the General tab, Provisioning set to SCIM.",
        title: "Create SWA Integration",
        rows: [
          field("App name", "Your application SCIM"),
          field("App's login page URL", "https://app.example.com"),
          tick("Do not display application icon to users"),
          button("Finish"),
          heading("Then, on the tab General"),
          choice("Provisioning", "SCIM"),
          button("Save"),
        ],
      },
    },
    ...connectSteps("(your SCIM app)"),
    toApp("(your SCIM app)", false),
    mappings("(your SCIM app)"),
    assign("(your SCIM app)", true),
    mover,
    leaver("(your SCIM app)"),
    pushGroups("(your SCIM app)", PUT_LIMIT, ["group_pushed"]),
  ],
};

const TEMPLATE_APP = "(your SCIM 2.0 app)";

export const oktaScim: Guide = {
  provider: "okta_scim",
  summary:
    "A ready-made app from Okta's catalogue beside whatever people sign in with. Sends only what changes, so groups may be of any size.",
  needs: ["An Okta admin who may add an app from the catalogue", "The app people sign in with may be SAML or OIDC"],
  tokenDays: 365,
  steps: [
    {
      id: "app",
      title: "Add the template app",
      who: "idp",
      path: ["Applications", "Applications", "Browse App Catalog"],
      todo: [
        "Search the catalogue for **(OAuth Bearer Token) Governance with SCIM 2.0** and press **Add Integration**. Without Okta Identity Governance take **SCIM 2.0 Test App (OAuth Bearer Token)**: both speak alike.",
        "Enter an **Application label**.",
        "Tick **Do not display application icon to users** and take the tick off **Browser plugin auto-submit**.",
        "**Next**, then **Done**.",
      ],
      picture: {
        alt: "Okta's general settings of the template app: a label, the icon hidden from users, browser plugin auto-submit off.",
        title: "(OAuth Bearer Token) Governance with SCIM 2.0",
        tabs: ["General Settings", "Sign-On Options"],
        tab: "General Settings",
        rows: [
          field("Application label", "Your application SCIM"),
          tick("Do not display application icon to users"),
          tick("Browser plugin auto-submit", false),
          button("Next"),
        ],
      },
    },
    {
      id: "connect",
      makesToken: true,
      title: "Connect Okta",
      who: "idp",
      path: apps(TEMPLATE_APP, "Provisioning", "Configure API Integration"),
      todo: [
        "Open the tab **Provisioning**, press **Configure API Integration** and tick **Enable API integration**.",
        "Paste the address **without a slash at its end**. Press **Make token** here and paste it too.",
        "Press **Test API Credentials**. This page notices within two seconds. Then **Save**.",
      ],
      picture: {
        alt: "Okta's API integration form: Enable API integration is ticked, SCIM 2.0 Base URL holds this directory's address without a slash at the end, OAuth Bearer Token holds the token.",
        title: "Integration",
        tabs: APP_TABS,
        tab: "Provisioning",
        rows: [
          tick("Enable API integration"),
          url("SCIM 2.0 Base URL"),
          token("OAuth Bearer Token"),
          tick("Import Groups", false),
          button("Test API Credentials"),
          button("Save"),
        ],
      },
      notes: [
        {
          tone: "warn",
          text: "This app puts a slash of its own behind the address. With another one it would call //Users; the address to copy here has none.",
        },
      ],
      ticks: ["call"],
      waitsFor: "Okta's test call",
    },
    toApp(TEMPLATE_APP, true),
    mappings(TEMPLATE_APP),
    assign(TEMPLATE_APP, true),
    mover,
    leaver(TEMPLATE_APP),
    pushGroups(TEMPLATE_APP, PATCH_LIMIT, ["group_pushed"]),
  ],
};
