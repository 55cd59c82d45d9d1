import type { Provider } from "#lib/contract/provider.ts";
import type { Place } from "./menus.ts";

/** The pages of a directory that a cause can be mended on. */
export type RollcallPage = "overview" | "setup" | "tokens" | "mapping" | "roles" | "users" | "groups" | "settings";

/**
 * `refused`: the request did nothing. `incomplete`: it worked, and something is missing. `notice`: it worked, and says
 * that something at the IdP is not as it should be. `ours`: nothing at the IdP is wrong.
 */
export type Severity = "refused" | "incomplete" | "notice" | "ours";

export interface CauseFacts {
  /** A few words, for lists. */
  readonly title: string;
  /** Why it failed, in one sentence that leaks nothing. */
  readonly why: string;
  /** What to do. `{idp}`, `{url}` and `{token}` become the provider's name and its names of the two fields. */
  readonly fix: string;
  /** Where another IdP's admin does something else. */
  readonly fixes?: Readonly<Partial<Record<Provider, string>>>;
  readonly severity: Severity;
  /** Where in the IdP; absent: there is nothing to do there. */
  readonly place?: Place;
  /** Where in Rollcall; absent: there is nothing to do here. */
  readonly page?: RollcallPage;
  /** Whether `fix` may be said to the caller: not before it has shown who it is. */
  readonly isSaid?: boolean;
}

const REISSUE = "Issue a new token on the Tokens page and paste it into {token}.";
const OKTA_PROFILE =
  "Fill the field in the person's Okta profile, or map another field to it under To App, Attribute Mappings; then press Force Sync.";
const each = (text: string) => ({ okta_saml: text, okta_oidc: text, okta_scim: text });

/** Every way a request goes wrong or is only half right. Codes are kept in the log: add and reword, never rename. */
export const CAUSES = {
  "token-missing": {
    title: "No token was sent",
    why: "The request came without an Authorization header.",
    fix: "Paste the token into {token}.",
    severity: "refused",
    place: "credentials",
    page: "tokens",
  },
  "token-malformed": {
    title: "The token is not whole",
    why: "What was sent cannot be a whole token: characters are missing, or something was added when it was copied.",
    fix: "Copy the token again as a whole, without spaces or quotation marks, and paste it into {token}.",
    severity: "refused",
    place: "credentials",
    page: "tokens",
  },
  "token-unknown": {
    title: "Unknown token",
    why: "The token was never issued here, or by another installation.",
    fix: REISSUE,
    severity: "refused",
    place: "credentials",
    page: "tokens",
  },
  "token-expired": {
    title: "The token has expired",
    why: "The token was good until its expiry date, which has passed.",
    fix: REISSUE,
    severity: "refused",
    place: "credentials",
    page: "tokens",
  },
  "token-revoked": {
    title: "The token was revoked",
    why: "Somebody revoked this token, and the identity provider still uses it.",
    fix: REISSUE,
    severity: "refused",
    place: "credentials",
    page: "tokens",
  },
  "token-wrong-directory": {
    title: "A token of another directory",
    why: "The address names one directory and the token opens another.",
    fix: "Use this directory's token with this directory's address: correct {url} or {token}.",
    severity: "refused",
    place: "credentials",
    page: "setup",
  },
  "token-lacks-scope": {
    title: "The token lacks a scope",
    why: "The token is good, but not for this operation.",
    fix: "Issue a token that has the scope and paste it into {token}, or switch the operation off.",
    severity: "refused",
    place: "credentials",
    page: "tokens",
    isSaid: true,
  },
  "rate-limited": {
    title: "Too many requests",
    why: "More requests came with this token than the directory allows in a second.",
    fix: "Nothing has to be done: the identity provider waits and repeats. Raise the limit in the directory's settings if it happens often.",
    severity: "refused",
    page: "settings",
  },
  "directory-paused": {
    title: "The directory is paused",
    why: "An admin paused this directory, so every request is answered 503 and has to be repeated.",
    fix: "Resume the directory on its overview.",
    severity: "refused",
    page: "overview",
  },
  "path-unknown": {
    title: "Wrong address",
    why: "There is nothing at the path that was called.",
    fix: "Set {url} to the address of this directory exactly as the Setup page shows it; /Users and /Groups are added by the identity provider.",
    severity: "refused",
    place: "credentials",
    page: "setup",
    isSaid: true,
  },
  "path-doubled": {
    title: "Part of the address is doubled",
    why: "A part of the path stands there twice, such as /Users/Users or /scim/v2/scim/v2.",
    fix: "Take /Users, /Groups or the second /scim/v2 off the end of {url}.",
    severity: "refused",
    place: "credentials",
    page: "setup",
    isSaid: true,
  },
  "path-doubled-slash": {
    title: "Doubled slash in the address",
    why: "The path holds two slashes in a row, which is overlooked here and may not be elsewhere.",
    fix: "Take the slash off the end of {url}.",
    severity: "notice",
    place: "credentials",
    page: "setup",
  },
  "method-not-allowed": {
    title: "Method not offered",
    why: "This address does not take that HTTP method.",
    fix: "Check that {url} is the base address alone and that the app is of the SCIM 2.0 kind.",
    severity: "refused",
    place: "credentials",
    isSaid: true,
  },
  "not-implemented": {
    title: "Not offered",
    why: "What was asked for is optional in SCIM and not offered here.",
    fix: "Switch the operation off; /ServiceProviderConfig lists what is offered.",
    severity: "refused",
    place: "actions",
    isSaid: true,
  },
  "filter-forbidden": {
    title: "Discovery cannot be filtered",
    why: "The documents of discovery are read whole.",
    fix: "Nothing has to be done in most cases: the identity provider reads the document without a filter.",
    severity: "refused",
  },
  "user-not-found": {
    title: "Person not known",
    why: "The identity provider remembers an id that this directory does not have, or no longer has.",
    fix: "Send the person again: remove the assignment and assign anew.",
    fixes: {
      entra: "Restart provisioning, or provision the person on demand, so that Entra ID looks the person up anew.",
      ...each("Remove the person from Assignments and assign the person again, so that Okta looks the person up anew."),
    },
    severity: "refused",
    place: "assignments",
    isSaid: true,
  },
  "group-not-found": {
    title: "Group not known",
    why: "The identity provider remembers a group that this directory does not have, or no longer has.",
    fix: "Push the group again.",
    fixes: {
      ...each("Unlink the group under Push Groups without deleting it, then push it again."),
      entra: "Restart provisioning, so that Entra ID looks the group up anew.",
    },
    severity: "refused",
    place: "groups",
    isSaid: true,
  },
  "media-type": {
    title: "Unsupported media type",
    why: "The body is not announced as application/scim+json or application/json in UTF-8.",
    fix: "Choose the SCIM 2.0 kind of app, and no compression or other encoding of bodies.",
    severity: "refused",
    place: "credentials",
    isSaid: true,
  },
  "body-too-large": {
    title: "Request too large",
    why: "The body is larger than what is read at once.",
    fix: "Send fewer members at a time, or push smaller groups.",
    fixes: {
      okta_saml: "Push groups beyond 10,000 members with Okta's SCIM 2.0 template app, which sends changes only.",
      okta_oidc: "Push groups beyond 10,000 members with Okta's SCIM 2.0 template app, which sends changes only.",
    },
    severity: "refused",
    place: "groups",
    isSaid: true,
  },
  "too-many": {
    title: "Too much at once",
    why: "The request lists more values or operations than are taken at once.",
    fix: "Send them in several requests.",
    severity: "refused",
    place: "groups",
    isSaid: true,
  },
  "body-unreadable": {
    title: "Unreadable body",
    why: "The body is not the JSON that SCIM asks for.",
    fix: "Check templates or expressions that build the request.",
    fixes: { onelogin: "Check the SCIM JSON Template of the app." },
    severity: "refused",
    place: "mapping",
    isSaid: true,
  },
  "value-invalid": {
    title: "A value is not accepted",
    why: "A value is of the wrong kind, too long or not allowed.",
    fix: "Correct the value at its source, or map another field to the attribute.",
    severity: "refused",
    place: "mapping",
    isSaid: true,
  },
  "required-missing": {
    title: "A required value is missing",
    why: "An attribute that every person or group must have is not in the request.",
    fix: "Map a field that everybody has to the attribute, and fill it where it is empty.",
    fixes: each(OKTA_PROFILE),
    severity: "refused",
    place: "mapping",
    isSaid: true,
  },
  "email-malformed": {
    title: "Not an e-mail address",
    why: "A text that is not one e-mail address was sent as an e-mail address.",
    fix: "Correct the address in the person's profile, or map the field that holds it.",
    severity: "refused",
    place: "profile",
    isSaid: true,
  },
  "patch-path-invalid": {
    title: "Unknown attribute in a path",
    why: "A change names an attribute that does not exist here or is not written as SCIM writes it.",
    fix: "Correct the target attribute of the mapping, or declare the extension in the directory's settings.",
    severity: "refused",
    place: "mapping",
    page: "settings",
    isSaid: true,
  },
  "no-target": {
    title: "Nothing there to change",
    why: "A change points at a value that is not there.",
    fix: "Send the person or the group as a whole again.",
    severity: "refused",
    place: "repeat",
    isSaid: true,
  },
  mutability: {
    title: "Cannot be changed",
    why: "The attribute is set by this service and cannot be written.",
    fix: "Delete the line of the mapping that fills it.",
    severity: "refused",
    place: "mapping",
    isSaid: true,
  },
  "filter-invalid": {
    title: "Filter not understood",
    why: "The search cannot be read, or compares an attribute that does not exist; an empty answer would make people appear twice.",
    fix: "Search by userName, externalId or an e-mail address.",
    fixes: { entra: 'Match by userName or emails[type eq "work"].value and take other matching attributes off.' },
    severity: "refused",
    place: "matching",
    isSaid: true,
  },
  "query-invalid": {
    title: "Query parameter not accepted",
    why: "A parameter of the question cannot be read, was sent twice, or contradicts another.",
    fix: "Correct the parameter where the request is written, and take any parameters off the end of {url}.",
    severity: "refused",
    place: "credentials",
    isSaid: true,
  },
  "paging-invalid": {
    title: "Page not understood",
    why: "The cursor or page size is not one that was given out, or has expired.",
    fix: "Nothing has to be done in most cases: the identity provider begins the list anew.",
    severity: "refused",
    place: "repeat",
    isSaid: true,
  },
  "version-conflict": {
    title: "Changed by somebody else meanwhile",
    why: "The person or group was changed after the identity provider had read it.",
    fix: "Nothing has to be done: the identity provider reads it anew and repeats the change.",
    severity: "refused",
  },
  "username-taken": {
    title: "userName is taken",
    why: "Another person of this directory has this userName already, in any letter case.",
    fix: "Let the identity provider find the person by userName and update instead of creating, or give one of the two another userName.",
    fixes: {
      entra: "Set userName as a matching attribute with precedence 1, so that Entra ID updates the person it finds.",
      ...each("Set the unique identifier field to userName, and give one of the two people another user name."),
    },
    severity: "refused",
    place: "matching",
    page: "users",
    isSaid: true,
  },
  "group-name-taken": {
    title: "Group name is taken",
    why: "Another group of this directory has this displayName already, in any letter case.",
    fix: "Link the group to the one that is here instead of creating it, or rename one of the two.",
    fixes: each("Under Push Groups choose Link Group instead of Create Group, or rename one of the two groups."),
    severity: "refused",
    place: "groups",
    page: "groups",
    isSaid: true,
  },
  conflict: {
    title: "Operations contradict each other",
    why: "Operations of one bulk request refer to each other in a circle.",
    fix: "Send them one after the other.",
    severity: "refused",
    isSaid: true,
  },
  "request-invalid": {
    title: "Request not accepted",
    why: "The request is not one that can be carried out.",
    fix: "The answer in the log entry says what is wrong with it.",
    severity: "refused",
    place: "mapping",
  },
  "database-unavailable": {
    title: "Database not reachable",
    why: "The database did not answer, so nothing was changed.",
    fix: "Nothing has to be done at {idp}, which repeats the request. Tell the operator of Rollcall if it lasts.",
    severity: "ours",
  },
  "internal-error": {
    title: "Failure on our side",
    why: "Something went wrong in Rollcall that nobody foresaw.",
    fix: "Give the request id to the operator of Rollcall.",
    severity: "ours",
  },
  "names-missing": {
    title: "First or last name is missing",
    why: "The person was provisioned without a first or last name.",
    fix: "Fill first and last name at the source, and map them to name.givenName and name.familyName.",
    fixes: each(OKTA_PROFILE),
    severity: "incomplete",
    place: "profile",
    page: "mapping",
  },
  "email-missing": {
    title: "No usable e-mail address",
    why: "Neither the e-mail addresses nor userName hold one that can be used.",
    fix: 'Fill the e-mail address at the source, and map it to emails[type eq "work"].value.',
    fixes: { entra: "Fill Email in the person's contact information: Entra ID sends nothing where mail is empty." },
    severity: "incomplete",
    place: "profile",
    page: "mapping",
  },
  "email-shared": {
    title: "Two people with one e-mail address",
    why: "Another person of this organization has the same e-mail address.",
    fix: "Give one of the two an address of their own.",
    severity: "incomplete",
    place: "profile",
    page: "users",
  },
  "active-missing": {
    title: "active is not sent",
    why: "The person came without active, so a leaver would not be noticed.",
    fix: "Map the account's state to active.",
    fixes: {
      entra:
        'Map Switch([IsSoftDeleted], , "False", "True", "True", "False") to active; it may have been deleted from the mapping.',
    },
    severity: "incomplete",
    place: "mapping",
  },
  "required-field-empty": {
    title: "A required field stays empty",
    why: "The mapping asks for a field that nothing fills for this person.",
    fix: "Fill the source field, or change the mapping.",
    severity: "incomplete",
    place: "profile",
    page: "mapping",
  },
  "expression-failed": {
    title: "A mapping expression failed",
    why: "An expression of the attribute mapping could not be carried out for this person.",
    fix: "Correct the expression on the Mapping page; its preview shows this person.",
    severity: "incomplete",
    page: "mapping",
  },
  "name-is-email": {
    title: "The name is an e-mail address",
    why: "The display name is the person's e-mail address or user name.",
    fix: "Map the full name to displayName.",
    severity: "incomplete",
    place: "mapping",
  },
  "manager-unknown": {
    title: "The manager is not known",
    why: "The person's manager is nobody of this directory.",
    fix: "Provision the manager too.",
    severity: "incomplete",
    place: "assignments",
  },
  "attribute-unknown": {
    title: "Unknown attribute sent",
    why: "An attribute that nobody here knows was sent and passed over.",
    fix: "Delete the line of the mapping, or declare the extension in the directory's settings.",
    severity: "notice",
    place: "mapping",
    page: "settings",
  },
  "member-waiting": {
    title: "Members are waited for",
    why: "The group names members who are not provisioned yet; they join when they arrive.",
    fix: "Assign the same people and groups that are pushed.",
    fixes: {
      okta_oidc: "Assign the same people to the SCIM app as to the OIDC app, then push the group again.",
    },
    severity: "incomplete",
    place: "assignments",
    page: "groups",
  },
  "group-without-role": {
    title: "The group gives no role",
    why: "The group changed, and no rule turns it into a role.",
    fix: "Add a rule for this group on the Roles page.",
    severity: "incomplete",
    page: "roles",
  },
  "groups-not-pushed": {
    title: "No group was pushed",
    why: "People have arrived and no group has, so roles cannot follow groups.",
    fix: "Push the groups; assigning a group provisions its people and not the group.",
    fixes: {
      google: "Nothing can be done: Google Workspace does not send groups. Give roles by hand or by attributes.",
      entra: "Switch the mapping of groups on and assign the groups to the app.",
      jumpcloud: "Switch on the management of user groups and group membership.",
    },
    severity: "notice",
    place: "groups",
    page: "groups",
  },
  "group-used-twice": {
    title: "One group for assignment and push",
    why: "Okta does not send members who leave a group that is used for assignment and push alike.",
    fix: "Push another group than the one that assigns people to the app.",
    severity: "notice",
    place: "groups",
  },
  "last-owner-kept": {
    title: "The last owner was kept",
    why: "The change would have left the organization without an owner, so the membership was kept.",
    fix: "Make somebody else an owner first.",
    severity: "incomplete",
    page: "roles",
  },
  "account-undecided": {
    title: "Waiting for a decision",
    why: "The e-mail address belongs to an account that is here already; nobody is linked without being asked.",
    fix: "Decide on the person's page whether the two are one.",
    severity: "incomplete",
    page: "users",
  },
  "idp-silent": {
    title: "The identity provider is silent",
    why: "It has not called for longer than it usually leaves between two calls.",
    fix: "Check that provisioning is switched on and that its own log shows no quarantine.",
    fixes: {
      entra: "Check that Provisioning Status is On and the job is not in quarantine; then press Start provisioning.",
      onelogin: "Check that provisioning is enabled and no change waits for approval.",
    },
    severity: "notice",
    place: "actions",
  },
} as const satisfies Record<string, CauseFacts>;

/** The stable code of a cause, as the log keeps it. */
export type CauseCode = keyof typeof CAUSES;

export const CAUSE_CODES = Object.keys(CAUSES) as readonly CauseCode[];

/** Whether the text is a code of today; the log may hold those of former versions too. */
export const isCauseCode = (text: string): text is CauseCode => Object.hasOwn(CAUSES, text);
