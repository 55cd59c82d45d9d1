/** A Postman collection and a shell script that call this directory. The token is a variable in both, and never in them. */

/** A request to put into a file. */
export interface KitRequest {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
}

export interface Kit {
  readonly directoryName: string;
  readonly directoryId: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly providerName: string;
  /** Joiner, mover, leaver and group push in the provider's own words. */
  readonly provider: readonly KitRequest[];
}

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

const patch = (...Operations: object[]) => ({ schemas: [PATCH], Operations });
const person = (more: object = {}) => ({
  schemas: [USER],
  userName: "ana.lima@example.test",
  name: { givenName: "Ana", familyName: "Lima" },
  displayName: "Ana Lima",
  emails: [{ value: "ana.lima@example.test", type: "work", primary: true }],
  active: true,
  ...more,
});
const equals = (attribute: string, value: string) => `filter=${encodeURIComponent(`${attribute} eq "${value}"`)}`;

const FOLDERS: readonly { name: string; requests: readonly KitRequest[] }[] = [
  {
    name: "Discovery",
    requests: [
      { what: "What is offered", method: "GET", path: "/ServiceProviderConfig" },
      { what: "Resource types", method: "GET", path: "/ResourceTypes" },
      { what: "Schemas", method: "GET", path: "/Schemas" },
    ],
  },
  {
    name: "Users",
    requests: [
      { what: "List people", method: "GET", path: "/Users", query: "startIndex=1&count=10" },
      { what: "Find by userName", method: "GET", path: "/Users", query: equals("userName", "ana.lima@example.test") },
      {
        what: "Find by work e-mail",
        method: "GET",
        path: "/Users",
        query: equals('emails[type eq "work"].value', "ana.lima@example.test"),
      },
      { what: "Create a person", method: "POST", path: "/Users", body: person() },
      { what: "Read the person", method: "GET", path: "/Users/{{userId}}" },
      { what: "Replace the person", method: "PUT", path: "/Users/{{userId}}", body: person({ title: "Engineer" }) },
      {
        what: "Change one attribute",
        method: "PATCH",
        path: "/Users/{{userId}}",
        body: patch({ op: "replace", path: "title", value: "Senior Engineer" }),
      },
      {
        what: "Deactivate",
        method: "PATCH",
        path: "/Users/{{userId}}",
        body: patch({ op: "replace", value: { active: false } }),
      },
      {
        what: "Reactivate",
        method: "PATCH",
        path: "/Users/{{userId}}",
        body: patch({ op: "replace", value: { active: true } }),
      },
    ],
  },
  {
    name: "Groups",
    requests: [
      { what: "List groups", method: "GET", path: "/Groups", query: "excludedAttributes=members" },
      { what: "Find by name", method: "GET", path: "/Groups", query: equals("displayName", "Engineering") },
      {
        what: "Create a group",
        method: "POST",
        path: "/Groups",
        body: { schemas: [GROUP], displayName: "Engineering", members: [] },
      },
      { what: "Read the group", method: "GET", path: "/Groups/{{groupId}}" },
      {
        what: "Add a member",
        method: "PATCH",
        path: "/Groups/{{groupId}}",
        body: patch({ op: "add", path: "members", value: [{ value: "{{userId}}" }] }),
      },
      {
        what: "Remove a member",
        method: "PATCH",
        path: "/Groups/{{groupId}}",
        body: patch({ op: "remove", path: 'members[value eq "{{userId}}"]' }),
      },
    ],
  },
  {
    name: "Search and errors",
    requests: [
      {
        what: "Search with a body",
        method: "POST",
        path: "/Users/.search",
        body: { schemas: [SEARCH], filter: 'userName sw "a"', count: 5 },
      },
      {
        what: "A filter that cannot be read: 400",
        method: "GET",
        path: "/Users",
        query: "filter=userName%20qq%20%22x%22",
      },
      { what: "Nobody of that id: 404", method: "GET", path: "/Users/00000000-0000-0000-0000-000000000000" },
    ],
  },
  {
    name: "Clean up",
    requests: [
      { what: "Delete the group", method: "DELETE", path: "/Groups/{{groupId}}" },
      { what: "Delete the person", method: "DELETE", path: "/Users/{{userId}}" },
    ],
  },
];

/** The provider's own way stands before the last folder, which takes everything away again. */
const foldersOf = (kit: Kit) => [
  ...FOLDERS.slice(0, -1),
  { name: `As ${kit.providerName} sends it`, requests: kit.provider },
  ...FOLDERS.slice(-1),
];

/** Remembers the id of what was created, and what a second run finds. */
function remember({ method, path }: KitRequest) {
  if (method !== "POST" || path.endsWith(".search")) return [];
  const name = path.startsWith("/Groups") ? "groupId" : "userId";
  const exec = [`if (pm.response.code === 201) pm.collectionVariables.set("${name}", pm.response.json().id);`];
  return [{ listen: "test", script: { type: "text/javascript", exec } }];
}

function postmanItem(request: KitRequest) {
  const { what, method, path, query, body } = request;
  const [plain = "", mark] = path.split("?");
  const search = query ?? mark;
  const pairs = (search ?? "")
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [key = "", value = ""] = pair.split(/=(.*)/s);
      return { key, value };
    });
  return {
    name: what,
    event: remember(request),
    request: {
      method,
      header: [
        { key: "Accept", value: "application/scim+json" },
        ...(body === undefined ? [] : [{ key: "Content-Type", value: "application/scim+json" }]),
      ],
      url: {
        raw: `{{baseUrl}}${plain}${search ? `?${search}` : ""}`,
        host: ["{{baseUrl}}"],
        path: plain.split("/").filter((part) => part !== ""),
        ...(pairs.length > 0 && { query: pairs }),
      },
      ...(body !== undefined && {
        body: { mode: "raw", raw: JSON.stringify(body, null, 2), options: { raw: { language: "json" } } },
      }),
    },
    response: [],
  };
}

/** Postman's collection format 2.1: https://schema.postman.com/json/collection/v2.1.0/collection.json */
export function postmanCollection(kit: Kit) {
  return {
    info: {
      name: `${kit.directoryName} (SCIM 2.0)`,
      description: `Calls the directory ${kit.directoryName} (${kit.directoryId}). Enter a token of it as the variable "token", run the folders from the top, and end with Clean up.`,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{token}}", type: "string" }] },
    variable: [
      { key: "baseUrl", value: kit.baseUrl, type: "string" },
      { key: "token", value: "", type: "string" },
      { key: "userId", value: "", type: "string" },
      { key: "groupId", value: "", type: "string" },
    ],
    item: foldersOf(kit).map(({ name, requests }) => ({ name, item: requests.map(postmanItem) })),
  };
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Placeholders become variables of the shell: closed quote, variable, open quote. */
const withVariables = (text: string) =>
  quoted(text).replaceAll("{{userId}}", `'"$USER_ID"'`).replaceAll("{{groupId}}", `'"$GROUP_ID"'`);

function shellCall(request: KitRequest): string {
  const { what, method, path, query, body } = request;
  const [plain = "", mark] = path.split("?");
  const search = query ?? mark;
  const address = `${plain}${search ? `?${search}` : ""}`;
  const call = `call ${method} ${withVariables(address)}${body === undefined ? "" : ` ${withVariables(JSON.stringify(body))}`}`;
  const keeps = remember(request).length > 0;
  const name = path.startsWith("/Groups") ? "GROUP_ID" : "USER_ID";
  return `# ${what}\n${call}${keeps ? `\n${name}=$(id_of_answer "$${name}")` : ""}`;
}

/** A POSIX shell script that makes the same calls with curl, one after the other. */
export function curlScript(kit: Kit): string {
  const folders = foldersOf(kit)
    .map(({ name, requests }) => `\n# --- ${name} ---\n\n${requests.map(shellCall).join("\n\n")}`)
    .join("\n");
  return `#!/bin/sh
# Calls the directory ${kit.directoryName.replace(/[\r\n]/g, " ")} (${kit.directoryId}) over SCIM 2.0.
# Usage: SCIM_TOKEN=scim_... sh scim.sh
set -u
: "\${SCIM_TOKEN:?Set SCIM_TOKEN to a token of this directory.}"
BASE=${quoted(kit.baseUrl)}
USER_ID=
GROUP_ID=
ANSWER=$(mktemp)
trap 'rm -f "$ANSWER"' EXIT

call() {
  printf '\\n%s %s\\n' "$1" "$2"
  if [ $# -gt 2 ]; then set -- "$1" "$2" --data "$3" --header 'Content-Type: application/scim+json'; fi
  method=$1; path=$2; shift 2
  # The token goes in by a file descriptor, so that it is in no list of processes.
  printf 'header = "Authorization: Bearer %s"\\n' "$SCIM_TOKEN" |
    curl --silent --show-error --config - --request "$method" --header 'Accept: application/scim+json' "$@" \\
      --output "$ANSWER" --write-out '%{http_code}\\n' "$BASE$path"
  cat "$ANSWER"; echo
}

# The id in the last answer, or what was known before where it has none.
id_of_answer() {
  found=$(sed -n 's/.*"id":"\\([^"]*\\)".*/\\1/p' "$ANSWER" | head -n 1)
  printf '%s' "\${found:-$1}"
}
${folders}
`;
}
