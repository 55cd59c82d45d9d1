/** What the help drawer says about each page, in our own words. */

export interface Guide {
  readonly title: string;
  /** What the page is for. */
  readonly about: string;
  /** How things are done here: what is wanted, and the way. */
  readonly how: readonly { readonly to: string; readonly do: string }[];
  /** What one may see, and what it means and asks for. */
  readonly signs?: readonly { readonly seen: string; readonly means: string }[];
  /** Below the directory where the path begins with a dot. */
  readonly links?: readonly { readonly label: string; readonly path: string }[];
}

const DIRECTORIES: Guide = {
  title: "Directories",
  about:
    "A directory is one connection to one identity provider. It keeps the people and groups that the provider sends, and your organization's members follow from them.",
  how: [
    { to: "Connect a provider", do: "Add a directory, then follow its setup guide. It takes about ten minutes." },
    {
      to: "Connect a second one",
      do: "Add another directory. Each has its own tokens, mapping, rules and log; the members of all of them meet in one list.",
    },
  ],
  signs: [
    {
      seen: "Waiting",
      means: "Nobody has called yet. Paste the address and a token into the provider and test there.",
    },
    { seen: "Needs attention", means: "It works, and something is wrong. The line below the state says what." },
    { seen: "Paused", means: "Requests are answered 503. The provider keeps its changes and tries again later." },
  ],
  links: [{ label: "Set up a directory", path: "/directory-sync/setup" }],
};

const OVERVIEW: Guide = {
  title: "Overview of a directory",
  about: "How the sync is, since when and why; what to do about it; and what has come of it.",
  how: [
    { to: "Stop changes for a while", do: "Pause. The provider is told to try again, so that nothing is lost." },
    {
      to: "End the sync for good",
      do: "Switch off under Settings: you choose whether people keep their membership, are suspended, or are removed. Deleting takes the log with it.",
    },
    { to: "See the requests behind a bar", do: "Press the bar, or reach it with the arrow keys and press Enter." },
  ],
  signs: [
    {
      seen: "A dead token is in use",
      means: "The provider still holds a token that was revoked or has expired. Paste a new one.",
    },
    {
      seen: "Calls with an unknown token",
      means: "A mistyped token, or one of another instance. Compare how it begins.",
    },
    {
      seen: "It is silent",
      means: "The provider usually calls more often. Look whether provisioning is still on over there.",
    },
    {
      seen: "Requests are held back",
      means: "More per second than this directory takes. The provider repeats them by itself.",
    },
  ],
  links: [
    { label: "What went wrong, by cause", path: "./log?view=causes" },
    { label: "Setup guide", path: "./setup" },
  ],
};

const SETUP: Guide = {
  title: "Setup",
  about:
    "Leads through the provider's own menus, with this directory's values already in its fields. Steps tick themselves from what really arrives.",
  how: [
    {
      to: "Let your IT admin do it",
      do: "Make a setup link. It needs no account, opens these steps alone, and can be revoked.",
    },
    {
      to: "Try without the provider",
      do: "Send a test joiner, mover, leaver and group. All of it is marked as a test and removed with one press.",
    },
    { to: "Go on another day", do: "Leave. The steps and what has been seen are kept on the server." },
  ],
  signs: [
    {
      seen: "A token that is not known",
      means: "What was pasted is not a token of this directory, or not the whole of it. Make a new one in the step.",
    },
    {
      seen: "A doubled slash or path",
      means: "The address was pasted with /Users or /scim/v2 twice. Copy it again as it stands in the step.",
    },
    {
      seen: "People, but no groups",
      means: "Groups are switched on separately in most providers. The step says where.",
    },
  ],
  links: [
    { label: "Tokens", path: "./tokens" },
    { label: "Provisioning log", path: "./log" },
  ],
};

const TOKENS: Guide = {
  title: "Tokens",
  about:
    "A provider proves with a token that it may write into this directory. Each is shown once, when it is made; afterwards only its beginning and end.",
  how: [
    {
      to: "Replace a token without an outage",
      do: "Rotate. Old and new work side by side; once the new one is used and the old one silent, revoke the old.",
    },
    { to: "Use OAuth instead", do: "Make an OAuth client. The provider fetches short-lived tokens by itself." },
    {
      to: "Give a program less to do",
      do: "Issue a token with fewer scopes. Scopes that are never used are pointed out.",
    },
  ],
  signs: [
    {
      seen: "Expires soon",
      means: "After that day every request is refused. Rotate now; reminders go out 30, 14, 7 and 1 days before.",
    },
    { seen: "% refused", means: "Press the number of calls: the log shows these requests and why." },
    {
      seen: "Never used",
      means: "It was not pasted anywhere, or the provider was not saved. Test the connection there.",
    },
  ],
  links: [
    {
      label: "Calls with tokens that do not work",
      path: "./log?cause=token-revoked,token-expired,token-wrong-directory",
    },
    { label: "API: rotating by a program", path: "/docs/api?q=rotate" },
  ],
};

const MAPPING: Guide = {
  title: "Attribute mapping",
  about:
    "Says which of the provider's attributes fill which of your fields. What is not changed follows the default, which is shown too.",
  how: [
    { to: "See what a row does", do: "Choose a person at the top. Their result stands beside each row." },
    {
      to: "Compose a value",
      do: "Edit a row and write a transformation in Liquid; the editor offers its filters and marks faults where they stand.",
    },
    {
      to: "Be sure before saving",
      do: "Run the draft on everybody. Nothing is changed; the list says who would, and how.",
    },
    { to: "Go back", do: "Every save is a version. Restore an older one under Versions." },
  ],
  signs: [
    {
      seen: "Never seen",
      means: "No person has sent this attribute so far. It may be spelt differently; look at a sample.",
    },
    { seen: "Data quality", means: "Lists the people on whose data a row fails, and what to mend at the provider." },
  ],
  links: [
    { label: "Roles", path: "./roles" },
    { label: "Data quality", path: "./mapping?show=quality" },
  ],
};

const ROLES: Guide = {
  title: "Roles",
  about: "Rules give roles by group, by attribute or by an expression. Whoever fits none gets the default at the end.",
  how: [
    {
      to: "Give a role to a group",
      do: "Add a rule for the group. A group that was not pushed yet can be named in advance.",
    },
    {
      to: "Decide between several",
      do: "The first rule that fits decides, or the highest role, or all of them count. Rules move by dragging, with the buttons, or with Alt and the arrow keys.",
    },
    { to: "Keep somebody out of it", do: "Protect them. No sync demotes a protected person or shuts them out." },
  ],
  signs: [
    {
      seen: "A group is pushed, and nobody's role changes",
      means:
        "No rule names it, a rule above wins, or the group is also used for assignment in Okta, which does not keep its members in step.",
    },
    {
      seen: "The save is refused",
      means: "Nobody would be left who may manage the organization. Keep one admin, or protect one.",
    },
  ],
  links: [
    { label: "Groups", path: "./groups" },
    { label: "Roles of the organization", path: "/settings/roles" },
  ],
};

const LOG: Guide = {
  title: "Provisioning log",
  about:
    "Every request of the provider as one sentence: what it asked for, and what came of it. Nothing here can be changed or deleted by hand.",
  how: [
    {
      to: "Find why a person is missing",
      do: "Search for the name, e-mail address or id. Open the entry: its steps say how far the request came.",
    },
    { to: "See the pattern", do: "Choose By cause. Hundreds of refusals become one line with its remedy." },
    {
      to: "Narrow by typing",
      do: "status:409, op:create, attr:title, after:-2h; all of it stands in the address and can be sent to somebody.",
    },
    {
      to: "Come back to a search",
      do: "Save it as a view. Everybody of the organization finds it in the list of views.",
    },
    { to: "Match what the provider shows", do: "Search for the request id that its own log quotes." },
  ],
  signs: [
    { seen: "401", means: "The token is unknown, revoked or has expired. The entry says which, and by how it begins." },
    { seen: "409", means: "Somebody with this userName is there already. The entry names them." },
    { seen: "429", means: "Too many at once. The provider was told when to try again." },
    {
      seen: "Names or an e-mail address are missing",
      means: "The provider does not send them. The entry shows where to map them over there.",
    },
  ],
  links: [
    { label: "By cause", path: "./log?view=causes" },
    { label: "Refused today", path: "./log?outcome=refused&last=24h" },
  ],
};

const USERS: Guide = {
  title: "Users",
  about:
    "The people as the provider describes them. To change somebody, change them there; what follows for the membership is on the person's page.",
  how: [
    {
      to: "Find out where a value comes from",
      do: "Open the person: each field names its attribute and the row that mapped it.",
    },
    {
      to: "Shut somebody out at once",
      do: "Suspend them under Members. It holds until the provider says otherwise or the time is up.",
    },
    { to: "Take the list away", do: "Export as CSV. It holds what the filters show, however long." },
  ],
  signs: [
    { seen: "Inactive", means: "The provider deactivated them. The membership is kept and cannot be used." },
    { seen: "Nobody arrives", means: "Assign people to the app over there; most providers send nobody by themselves." },
  ],
  links: [
    { label: "Members", path: "/members" },
    { label: "Provisioning log", path: "./log" },
  ],
};

const GROUPS: Guide = {
  title: "Groups",
  about: "The groups that the provider has pushed, with their members. Rules under Roles give roles by them.",
  how: [
    {
      to: "See who came and went",
      do: "Open the group: its history names who joined or left, when, and by which request.",
    },
    { to: "Find groups that nobody is in", do: "Filter by members, or sort by how many there are." },
  ],
  signs: [
    {
      seen: "Waiting",
      means: "The provider named a member whom it has not sent yet. They join by themselves when they arrive.",
    },
    {
      seen: "Last seen long ago",
      means: "The provider no longer speaks of the group. It may have been taken out of what is pushed.",
    },
    {
      seen: "Members do not change",
      means: "In Okta: the group is used for assignment and for push at once. Push another group.",
    },
  ],
  links: [
    { label: "Roles", path: "./roles" },
    { label: "Requests about groups", path: "./log?operation=group,membership" },
  ],
};

const WEBHOOKS: Guide = {
  title: "Webhooks",
  about: "Events go out to your application as they happen: at least once, signed, and in order for each directory.",
  how: [
    { to: "Look at events without a server", do: "Add an inspector: its deliveries are kept here." },
    {
      to: "Send again what was missed",
      do: "Open the endpoint and replay by time or by state. The number is shown first.",
    },
    { to: "Change the secret", do: "Rotate it. Both secrets sign until you end the overlap." },
  ],
  signs: [
    {
      seen: "Failing",
      means: "The receiver answers with an error or not at all. A delivery shows the answer word for word.",
    },
    {
      seen: "Disabled",
      means: "Nothing got through for five days, or it answered 410. Mend it, enable it, and replay.",
    },
  ],
  links: [
    { label: "All kinds of events", path: "/directory-sync/events/catalogue" },
    { label: "API: webhooks", path: "/docs/api?q=webhook" },
  ],
};

const EVENTS: Guide = {
  title: "Events",
  about:
    "Everything that happened, in order, whether or not a webhook was there to hear it. The API reads the same list with a cursor.",
  how: [
    { to: "Find what a change has caused", do: "Search by the person or by the request id of the provisioning log." },
    { to: "Build on it", do: "The catalogue shows each kind with an example of your own and its type." },
  ],
  links: [
    { label: "Catalogue", path: "/directory-sync/events/catalogue" },
    { label: "Webhooks", path: "/directory-sync/webhooks" },
  ],
};

const MEMBERS: Guide = {
  title: "Members",
  about: "Everybody who belongs to the organization, where they came from, and why they have their role.",
  how: [
    { to: "Invite people who are in no directory", do: "Invite, one address a line." },
    {
      to: "Change a role that a rule gave",
      do: "Change the rule; or give another role by hand, which stands beside what rules give.",
    },
    { to: "Shut somebody out now", do: "Open them and suspend. Their sessions end at once." },
  ],
  signs: [
    {
      seen: "Needs a decision",
      means:
        "A directory sends somebody with the address of an account. Link the two or keep them apart; nothing is linked by itself.",
    },
    {
      seen: "Kept",
      means: "The provider took away the last admin, or a protected person. They stayed, so that nobody is locked out.",
    },
  ],
  links: [{ label: "Roles of the organization", path: "/settings/roles" }],
};

const ORGANIZATION_ROLES: Guide = {
  title: "Roles and attributes",
  about: "What members may do, and fields of your own that mappings fill.",
  how: [
    {
      to: "Make a role",
      do: "Name it and choose its permissions. Its place among the others decides which role is higher.",
    },
    { to: "Add a field", do: "Declare an attribute, then map something to it." },
  ],
};

const API_KEYS: Guide = {
  title: "API keys",
  about: "Programs manage the organization with a key: everything on these pages can be done by API.",
  how: [
    { to: "Give a program only what it needs", do: "Choose the scopes when you issue the key." },
    { to: "Replace a key", do: "Issue a second one, change the program, then revoke the first." },
  ],
  links: [{ label: "API docs", path: "/docs/api" }],
};

const SETTINGS: Guide = {
  title: "Settings",
  about: "What happens to people who leave, how long things are kept, what is hidden, and who is told.",
  how: [
    {
      to: "Be warned of a mistake at the provider",
      do: "Set how many people may lose access within ten minutes, and whether the directory is then held.",
    },
    { to: "Let people of your domain be linked", do: "Verify the domain by a TXT record, then allow it." },
    {
      to: "Keep personal data out of the log",
      do: "Choose which attributes are redacted. It holds for what arrives from then on.",
    },
  ],
  links: [{ label: "Audit log", path: "/audit" }],
};

const AUDIT: Guide = {
  title: "Audit log",
  about:
    "Who did what to the organization, with what it was before and after. No line can be changed: each is sealed with the one before it.",
  how: [
    { to: "Prove that nothing was altered", do: "Press Verify. The chain is computed anew." },
    { to: "Take it away", do: "Export what the filters show as CSV or JSON lines." },
  ],
};

const API_DOCS: Guide = {
  title: "API docs",
  about: "Every call with your own address and ids, generated from what checks the requests.",
  how: [
    { to: "Find a call", do: "Type what you want to do." },
    { to: "Generate a client", do: "Use /openapi.json. /docs/api.md and /llms.txt hold the same as text." },
  ],
  links: [{ label: "API keys", path: "/settings/api-keys" }],
};

const OF_DIRECTORY: Readonly<Record<string, Guide>> = {
  setup: SETUP,
  tokens: TOKENS,
  mapping: MAPPING,
  roles: ROLES,
  log: LOG,
  users: USERS,
  groups: GROUPS,
};
const OF_ORGANIZATION: readonly (readonly [string, Guide])[] = [
  ["/directory-sync/webhooks", WEBHOOKS],
  ["/directory-sync/events", EVENTS],
  ["/directory-sync/setup", SETUP],
  ["/members", MEMBERS],
  ["/settings/roles", ORGANIZATION_ROLES],
  ["/settings/api-keys", API_KEYS],
  ["/settings", SETTINGS],
  ["/audit", AUDIT],
  ["/docs/api", API_DOCS],
];

/** The guide of a page, and the directory it is of. */
export function guideOf(pathname: string): { guide: Guide; directoryId: string | undefined } {
  const known = OF_ORGANIZATION.find(([path]) => pathname === path || pathname.startsWith(`${path}/`));
  if (known) return { guide: known[1], directoryId: undefined };
  const [, directoryId, page] = /^\/directory-sync\/([^/]+)(?:\/([^/]+))?/.exec(pathname) ?? [];
  if (!directoryId) return { guide: DIRECTORIES, directoryId: undefined };
  return { guide: (page && OF_DIRECTORY[page]) || OVERVIEW, directoryId };
}
