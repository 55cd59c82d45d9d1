import type { CauseCode } from "./catalogue.ts";

/** What is known of an answer that was an error. */
export interface Answered {
  readonly status: number;
  readonly scimType: string | undefined;
  readonly method: string;
  /** Below the host. */
  readonly path: string;
  /** The words of the error, for the kinds that SCIM has only one keyword for. */
  readonly detail: string;
}

const BY_SCIM_TYPE: Readonly<Record<string, CauseCode>> = {
  invalidFilter: "filter-invalid",
  invalidPath: "patch-path-invalid",
  invalidSyntax: "body-unreadable",
  mutability: "mutability",
  noTarget: "no-target",
  tooMany: "too-many",
  invalidCursor: "paging-invalid",
  expiredCursor: "paging-invalid",
  invalidCount: "paging-invalid",
};

const BY_STATUS: Readonly<Record<number, CauseCode>> = {
  401: "token-unknown",
  405: "method-not-allowed",
  409: "conflict",
  412: "version-conflict",
  413: "body-too-large",
  415: "media-type",
  429: "rate-limited",
  500: "internal-error",
  501: "not-implemented",
  503: "database-unavailable",
};

/** `/Users/Users`, `/scim/v2/scim/v2`: a part that was pasted and then added once more. */
const DOUBLED = /\/(users|groups)\/+(users|groups)(\/|$)|\/scim\/+v2\/(.*\/)?scim\/+v2(\/|$)/i;
const isAboutGroups = (path: string) => /\/groups(\/|$)/i.test(path);

function ofNotFound({ path }: Answered): CauseCode {
  if (DOUBLED.test(path)) return "path-doubled";
  const [name, id] = path
    .split("/")
    .filter((part) => part !== "")
    .slice(-2);
  if (id && /^users$/i.test(name ?? "")) return "user-not-found";
  if (id && /^groups$/i.test(name ?? "")) return "group-not-found";
  return "path-unknown";
}

/** What only asks holds no value of a person or group: what was not accepted is a parameter. */
const isQuestion = ({ method, path }: Answered) => method === "GET" || path.endsWith("/.search");

function ofValue(answered: Answered): CauseCode {
  const { detail } = answered;
  if (isQuestion(answered)) return "query-invalid";
  if (/ is required\b|cannot be removed or left empty/.test(detail)) return "required-missing";
  if (/one e-mail address/.test(detail)) return "email-malformed";
  return "value-invalid";
}

/** The cause of an error that did not name its own. Always finds one: the log has no failure without a cause. */
export function causeOfAnswer(answered: Answered): CauseCode {
  const { status, scimType, path, detail } = answered;
  if (status === 404) return ofNotFound(answered);
  if (status === 403) return detail.includes("scope") ? "token-lacks-scope" : "filter-forbidden";
  if (scimType === "uniqueness") return isAboutGroups(path) ? "group-name-taken" : "username-taken";
  if (scimType === "invalidValue") return ofValue(answered);
  return (
    (scimType && BY_SCIM_TYPE[scimType]) || BY_STATUS[status] || (status >= 500 ? "internal-error" : "request-invalid")
  );
}

/** The address as it came, where that is worth a word although it worked. */
export const causeOfPath = (path: string): CauseCode | undefined =>
  path.includes("//") ? "path-doubled-slash" : undefined;

/** What is missing of a person who was provisioned all the same; the first that matters. */
export function causeOfPerson(person: {
  hasEmail: boolean;
  hasFirstName: boolean;
  hasLastName: boolean;
  hasActive: boolean;
}): CauseCode | undefined {
  if (!person.hasEmail) return "email-missing";
  if (!person.hasFirstName || !person.hasLastName) return "names-missing";
  return person.hasActive ? undefined : "active-missing";
}
