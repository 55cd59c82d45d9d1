/** What the addresses of the lists of users and groups hold; read alike by the server and the browser. */
import { oneOf, type ParameterValues, text } from "#lib/client/url-parameters.ts";
import {
  GROUP_KINDS,
  GROUP_SORTS,
  type GroupQuery,
  USER_SORTS,
  type UserQuery,
} from "#lib/contract/directory-people.ts";

export const userParameters = {
  q: text,
  state: oneOf(["active", "inactive"], null),
  sort: oneOf(USER_SORTS, "userName"),
};
export const groupParameters = { q: text, only: oneOf(GROUP_KINDS, null), sort: oneOf(GROUP_SORTS, "name") };
const SEARCH_MAX = 200;
const searched = (words: string) => words.trim().slice(0, SEARCH_MAX) || undefined;

type Filters<Query> = Omit<Query, "cursor">;

export const userFilters = ({ q, state, sort }: ParameterValues<typeof userParameters>): Filters<UserQuery> => ({
  q: searched(q),
  state: state ?? undefined,
  sort: sort === "userName" ? undefined : sort,
});

export const groupFilters = ({ q, only, sort }: ParameterValues<typeof groupParameters>): Filters<GroupQuery> => ({
  q: searched(q),
  only: only ?? undefined,
  sort: sort === "name" ? undefined : sort,
});
