import type { LogOperation } from "#lib/contract/log.ts";

const DISCOVERY = /\/(serviceproviderconfig|resourcetypes|schemas)(\/[^/]*)?\/*$/i;
const GROUPS = /\/groups(\/|$)/i;

/**
 * What a request wanted, as far as method, path and query say it: the verbs know more of what really changed.
 * `query` tells a connection test apart from a look-up: Okta asks for the first two people, Entra for somebody who
 * cannot exist.
 */
export function operationOf(request: { method: string; path: string; query: string | null }): LogOperation {
  const { method, path, query } = request;
  if (DISCOVERY.test(path)) return "test";
  if (method === "GET" || method === "HEAD" || /\/\.search\/*$/i.test(path))
    return isTest(path, query) ? "test" : "read";
  if (GROUPS.test(path)) return "group";
  if (method === "POST" && /\/users\/*$/i.test(path)) return "create";
  if (method === "DELETE") return "delete";
  return "update";
}

const FEW = /(^|&)count=[0-2](&|$)/i;
const NOBODY = /^[^&]*\beq "?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"?/i;

const isTest = (path: string, query: string | null) =>
  /\/users\/*$/i.test(path) &&
  query !== null &&
  ((FEW.test(query) && !/(^|&)filter=/i.test(query)) ||
    NOBODY.test(query.replace(/^\??.*?filter=(?:username|externalid) /i, "")));
