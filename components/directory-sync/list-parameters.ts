/** What the addresses of the lists of users, groups and members hold; read alike by the server and the browser. */
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { GroupQuery, MemberQuery, UserQuery } from "#lib/contract/directory-sync.ts";

const q = parseAsString.withDefault("");

export const userParameters = { q, state: parseAsStringLiteral(["active", "inactive"]) };
export const groupParameters = { q };
/** Whoever has left shows up only when asked for. */
export const memberParameters = { q, state: parseAsStringLiteral(["active", "inactive", "all"]).withDefault("active") };

export const loadUserParameters = createLoader(userParameters);
export const loadGroupParameters = createLoader(groupParameters);
export const loadMemberParameters = createLoader(memberParameters);

const SEARCH_MAX = 200;
const searched = (text: string) => text.trim().slice(0, SEARCH_MAX) || undefined;

type Filters<Query> = Omit<Query, "cursor">;

export const userFilters = ({ q, state }: inferParserType<typeof userParameters>): Filters<UserQuery> => ({
  q: searched(q),
  state: state ?? undefined,
});

export const groupFilters = ({ q }: inferParserType<typeof groupParameters>): Filters<GroupQuery> => ({
  q: searched(q),
});

export const memberFilters = ({ q, state }: inferParserType<typeof memberParameters>): Filters<MemberQuery> => ({
  q: searched(q),
  state: state === "all" ? undefined : state,
});
