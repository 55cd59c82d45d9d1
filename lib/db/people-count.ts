/** SQL of the number of people that a directory has: kept by triggers, so that nobody is counted. */
export const peopleCounted = (directory: string) =>
  `coalesce((select sum(c.people) from people_count c where c.directory_id = ${directory}), 0)::int`;
/** SQL of the number of its inactive people, who are few and in an index of their own. */
export const inactiveCounted = (directory: string) =>
  `(select count(*)::int from directory_user x where x.directory_id = ${directory} and not x.active)`;
