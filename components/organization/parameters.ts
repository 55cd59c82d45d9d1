/** What the addresses of members and the audit log hold; read alike by the server and the browser. */
import { oneOf, optionalText, type ParameterValues, text } from "#lib/client/url-parameters.ts";
import type { AuditQuery } from "#lib/contract/audit.ts";
import type { MemberQuery } from "#lib/contract/member.ts";

/** Whoever has left shows up only when asked for. */
export const memberParameters = {
  q: text,
  state: oneOf(["active", "inactive", "all"], "active"),
  role: optionalText,
  source: oneOf(["directory", "account"], null),
  protected: oneOf(["true"], null),
  member: optionalText,
};
export const auditParameters = {
  q: text,
  action: optionalText,
  from: optionalText,
  to: optionalText,
  entry: optionalText,
};

const SEARCH_MAX = 200;
const searched = (words: string) => words.trim().slice(0, SEARCH_MAX) || undefined;
const day = (value: string | null) => (value && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined);

export const memberFilters = ({
  q,
  state,
  role,
  source,
  protected: isProtected,
}: ParameterValues<typeof memberParameters>): Omit<MemberQuery, "cursor"> => ({
  q: searched(q),
  state: state === "all" ? undefined : state,
  role: role ?? undefined,
  source: source ?? undefined,
  protected: isProtected ?? undefined,
});

export const auditFilters = ({
  q,
  action,
  from,
  to,
}: ParameterValues<typeof auditParameters>): Omit<AuditQuery, "cursor"> => ({
  q: searched(q),
  action: action?.slice(0, 100) ?? undefined,
  from: day(from),
  to: day(to),
});
