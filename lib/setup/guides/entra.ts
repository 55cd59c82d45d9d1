/** Microsoft Entra ID. https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups */
import type { Guide } from "../guide.ts";
import { button, choice, field, heading, item, leaverStep, moverStep, tick, token, url } from "./common.ts";

const app = (...more: string[]) => ["Entra ID", "Enterprise apps", "(your app)", ...more];
const MENU = ["Overview", "Properties", "Users and groups", "Single sign-on", "Provisioning"];

export const entra: Guide = {
  provider: "entra",
  summary:
    "An enterprise application of your own in Entra sends people and groups. Changes come in cycles of about 40 minutes, single people on demand.",
  needs: [
    "Entra ID P1 or better, to assign groups",
    "The role Application Administrator or Cloud Application Administrator",
  ],
  tokenDays: 365,
  steps: [
    {
      id: "app",
      title: "Make or open the enterprise application",
      who: "idp",
      path: ["Entra ID", "Enterprise apps", "New application", "Create your own application"],
      todo: [
        "If people sign in through an enterprise application already, open that one.",
        "Otherwise press **Create your own application**, name it, and choose **Integrate any other application you don't find in the gallery (Non-gallery)**.",
      ],
      picture: {
        alt: "Entra's form Create your own application: a name, and Non-gallery chosen.",
        title: "Create your own application",
        rows: [
          field("What's the name of your app?", "Your application"),
          item("Configure Application Proxy", undefined),
          item("Register an application to integrate with Microsoft Entra ID", undefined),
          item("Integrate any other application you don't find in the gallery (Non-gallery)", undefined, true),
          button("Create"),
        ],
      },
    },
    {
      id: "assign",
      title: "Say who is sent",
      who: "idp",
      path: app("Properties"),
      todo: [
        "Under **Properties** set **Assignment required?** to **Yes**, then **Save**.",
        "Under **Users and groups** add one person you can experiment with. Later add everybody, or a group: its direct members are sent, those of groups inside it are not.",
      ],
      picture: {
        alt: "Entra's properties of the application: Assignment required is Yes. Under Users and groups one person is assigned.",
        title: "Properties",
        tabs: MENU,
        tab: "Properties",
        rows: [
          choice("Enabled for users to sign-in?", "Yes"),
          choice("Assignment required?", "Yes"),
          button("Save"),
          heading("Then, under Users and groups"),
          item("Ana Lima", "User · Default Access", true),
        ],
      },
    },
    {
      id: "connect",
      makesToken: true,
      title: "Connect Entra",
      who: "idp",
      path: app("Provisioning", "Get started"),
      todo: [
        "Open **Provisioning**, press **Get started**, and set **Provisioning Mode** to **Automatic**.",
        "Open **Admin Credentials**. Paste the **Tenant URL** with its ending. Press **Make token** here and paste it as **Secret Token**.",
        "Press **Test Connection**. This page notices within two seconds. Then **Save**.",
      ],
      picture: {
        alt: "Entra's provisioning form: Provisioning Mode is Automatic, Tenant URL holds this directory's address with the ending ?aadOptscim062020, Secret Token holds the token.",
        title: "Provisioning",
        tabs: MENU,
        tab: "Provisioning",
        rows: [
          choice("Provisioning Mode", "Automatic"),
          heading("Admin Credentials"),
          choice("Authentication Method", "Bearer Authentication"),
          url("Tenant URL"),
          token("Secret Token"),
          button("Test Connection"),
          button("Save"),
        ],
      },
      notes: [
        {
          tone: "warn",
          text: "Keep the ending ?aadOptscim062020: with it Entra follows the SCIM standard. Without it booleans come as words and operations with capitals, which works here too, and the log notes it.",
        },
      ],
      ticks: ["call"],
      waitsFor: "Entra's test call, a search for somebody who does not exist",
    },
    {
      id: "mappings",
      title: "Match people by e-mail too",
      who: "idp",
      path: app("Provisioning", "Mappings", "Provision Microsoft Entra ID Users"),
      todo: [
        'In the row that fills **emails[type eq "work"].value** from **mail**, press **Edit**.',
        "Set **Match objects using this attribute** to **Yes** and **Matching precedence** to **2**, then **OK**.",
        "Leave the line that fills **active** as it is: without it nobody would ever be switched off.",
        "**Save** the mapping.",
      ],
      picture: {
        alt: 'Entra\'s attribute mapping: userPrincipalName fills userName with matching precedence 1, mail fills emails[type eq "work"].value with matching precedence 2, the Switch expression on IsSoftDeleted fills active and stays.',
        title: "Attribute Mapping",
        tabs: MENU,
        tab: "Provisioning",
        rows: [
          { kind: "mapping", from: "userPrincipalName", to: "userName", act: "keep", note: "precedence 1" },
          {
            kind: "mapping",
            from: "mail",
            to: 'emails[type eq "work"].value',
            act: "match",
            note: "Match objects: Yes, precedence 2",
          },
          {
            kind: "mapping",
            from: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
            to: "active",
            act: "keep",
          },
          button("Save"),
        ],
      },
      notes: [
        {
          tone: "info",
          text: "Where mail is empty in Entra, no e-mail is sent. The user name is used instead if it is an e-mail address.",
        },
      ],
    },
    {
      id: "demand",
      title: "Send one person on demand",
      who: "idp",
      path: app("Provisioning", "Provision on demand"),
      todo: [
        "Open **Provision on demand** and enter the person you assigned.",
        "Press **Provision**. The person appears here within seconds.",
      ],
      picture: {
        alt: "Entra's page Provision on demand with one person selected and the button Provision.",
        title: "Provision on demand",
        tabs: MENU,
        tab: "Provisioning",
        rows: [field("Select a user or group", "Ana Lima"), button("Provision")],
      },
      notes: [
        {
          tone: "info",
          text: "On demand Entra leaves the ending of the Tenant URL out of account and writes its older form. Both are understood here.",
        },
      ],
      ticks: ["user_created"],
      waitsFor: "the first person",
    },
    {
      id: "start",
      title: "Switch provisioning on",
      who: "idp",
      path: app("Provisioning"),
      todo: [
        "Set **Provisioning Status** to **On**, then **Save**, or press **Start provisioning** on the overview.",
        "The first cycle sends everybody who is assigned; later ones, about every 40 minutes, what has changed.",
      ],
      picture: {
        alt: "Entra's provisioning settings: Provisioning Status is On, scope is Sync only assigned users and groups.",
        title: "Provisioning",
        tabs: MENU,
        tab: "Provisioning",
        rows: [
          choice("Scope", "Sync only assigned users and groups"),
          { kind: "switch", label: "Provisioning Status", on: true },
          button("Save"),
        ],
      },
      notes: [
        {
          tone: "warn",
          text: "After failures Entra waits longer and longer: 6, 12, 24 hours. Restart provisioning once the cause is mended.",
        },
      ],
    },
    moverStep(
      [
        "Change the job title or department of the person in Entra.",
        "Press **Provision on demand** for that person, or wait for the next cycle.",
      ],
      ["Entra ID", "Users", "(the person)", "Edit properties"],
    ),
    leaverStep(
      [
        "Remove the person under **Users and groups**, or block the sign-in of the account.",
        "It arrives with the next cycle. A delete follows when the account is purged, 30 days later.",
      ],
      app("Users and groups"),
    ),
    {
      id: "groups",
      title: "Send groups",
      who: "idp",
      path: app("Provisioning", "Mappings", "Provision Microsoft Entra ID Groups"),
      todo: [
        "Open the mapping of groups and set **Enabled** to **Yes**, then **Save**.",
        "Assign the groups under **Users and groups**. They come with the next cycle.",
        "Then turn groups into roles here, on the Roles page.",
      ],
      picture: {
        alt: "Entra's mapping of groups: Enabled is Yes; Create, Update and Delete are ticked.",
        title: "Provision Microsoft Entra ID Groups",
        tabs: MENU,
        tab: "Provisioning",
        rows: [
          { kind: "switch", label: "Enabled", on: true },
          tick("Create"),
          tick("Update"),
          tick("Delete"),
          { kind: "mapping", from: "displayName", to: "displayName", act: "keep", note: "precedence 1" },
          { kind: "mapping", from: "members", to: "members", act: "keep" },
          button("Save"),
        ],
      },
      ticks: ["group_pushed"],
      waitsFor: "the first group",
      optional: true,
    },
  ],
};
