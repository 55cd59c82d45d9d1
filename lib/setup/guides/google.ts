/** Google Workspace: auto-provisioning of a catalogue app. https://support.google.com/a/answer/7681608 */
import type { Guide } from "../guide.ts";
import { button, choice, field, heading, item, leaverStep, moverStep, token, url } from "./common.ts";

const app = (...more: string[]) => ["Apps", "Web and mobile apps", "(your app)", ...more];

export const google: Guide = {
  provider: "google",
  summary:
    "Works, within limits: Google sends people and no groups, every few hours, and only through an app of its catalogue.",
  needs: [
    "A super admin of Google Workspace",
    "A SAML app of Google's catalogue whose auto-provisioning takes an address and a token of your own",
  ],
  tokenDays: 365,
  steps: [
    {
      id: "limits",
      title: "Know what Google can and cannot do",
      who: "you",
      todo: [
        "Google has no SCIM connection for apps of your own. The button **Configure auto-provisioning** exists for apps of its catalogue only.",
        "Those that ask for an address and a token can be pointed at Rollcall; companies do this with the catalogue app Keeper, under another name.",
        "Groups are not sent. Give roles by hand, or by an attribute, on the Roles page.",
        "Nothing can be sent at the press of a button: a change takes from 15 minutes to a few hours.",
      ],
      picture: {
        alt: "What arrives from Google Workspace: joiners, changes and leavers do, groups and passwords do not.",
        title: "What arrives",
        rows: [
          { kind: "tick", label: "Joiners, changes and leavers", on: true },
          { kind: "tick", label: "Names and the main e-mail address", on: true },
          { kind: "tick", label: "Groups", on: false },
          { kind: "tick", label: "Changes within seconds", on: false },
        ],
      },
      notes: [
        {
          tone: "warn",
          text: "If groups or speed matter, put an identity provider between the two that reads from Google and speaks SCIM, such as Okta, JumpCloud or Entra ID.",
        },
      ],
    },
    {
      id: "app",
      title: "Add the catalogue app",
      who: "idp",
      path: ["Apps", "Web and mobile apps", "Add app", "Search for apps"],
      todo: [
        "Search for the catalogue app and add it with the data of your SAML sign-in, or open it if it is there.",
        "Under **User access** switch it on for the people who shall be sent.",
      ],
      picture: {
        alt: "Google's list of web and mobile apps with one SAML app that offers automatic provisioning.",
        title: "Web and mobile apps",
        rows: [
          field("Search for apps", "Keeper"),
          item("Keeper Web (SAML)", "Automated provisioning available", true),
          button("Select"),
        ],
      },
    },
    {
      id: "connect",
      makesToken: true,
      title: "Connect Google Workspace",
      who: "idp",
      path: app("Auto-provisioning", "Configure auto-provisioning"),
      todo: [
        "Open the app's card **Auto-provisioning** and press **Configure auto-provisioning**.",
        "Press **Make token** here and paste it as **Access token**, press **Continue**, then paste the **Endpoint URL** and press **Continue**.",
        "Google calls when you continue. This page notices within two seconds.",
      ],
      picture: {
        alt: "Google's auto-provisioning dialogue: Access token holds the token, Endpoint URL holds this directory's address.",
        title: "Configure auto-provisioning",
        rows: [token("Access token"), url("Endpoint URL"), button("Continue")],
      },
      ticks: ["call"],
      waitsFor: "Google's first call",
    },
    {
      id: "mappings",
      title: "Map attributes and choose who is sent",
      who: "idp",
      path: app("Auto-provisioning", "Attribute mapping"),
      todo: [
        "Leave the suggested attributes, and make sure that first name, last name and user name are there.",
        "**Provisioning scope**: leave it empty for everybody who may use the app, or name a group to begin with.",
        "**Deprovisioning**: tick all three cases and choose the shortest time. Otherwise leavers stay.",
        "**Finish**, then switch auto-provisioning **on**.",
      ],
      picture: {
        alt: "Google's attribute mapping and deprovisioning: user name, first and last name are mapped; people are removed when the app is turned off for them, when they are suspended and when they are deleted.",
        title: "Auto-provisioning",
        rows: [
          { kind: "mapping", from: "Username", to: "userName", act: "keep" },
          { kind: "mapping", from: "First name", to: "name.givenName", act: "keep" },
          { kind: "mapping", from: "Last name", to: "name.familyName", act: "keep" },
          heading("Deprovisioning"),
          choice("App turned off for the person", "Delete after 24 hours"),
          choice("Person suspended", "Delete after 24 hours"),
          choice("Person deleted", "Delete after 24 hours"),
          { kind: "switch", label: "Auto-provisioning", on: true },
        ],
      },
      ticks: ["user_created"],
      waitsFor: "the first person",
    },
    moverStep(
      ["Change the last name of one person in the directory.", "It arrives with Google's next run."],
      ["Directory", "Users", "(the person)", "User information"],
    ),
    leaverStep(
      [
        "Suspend one person, or switch the app off for the person.",
        "It arrives with Google's next run; a delete may follow up to 21 days later.",
      ],
      ["Directory", "Users", "(the person)", "Suspend user"],
    ),
  ],
};
