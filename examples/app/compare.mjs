/** Says whether the copy is what Rollcall has, person by person; ends with 1 where it is not. */
import { isDeepStrictEqual } from "node:util";
import { openCopy } from "./directory-copy.mjs";
import { everybody, sdk } from "./rollcall.mjs";
import { settings } from "./settings.mjs";

const { url, apiKey, directoryId, file } = settings();
const { users, groups } = await everybody(sdk({ url, apiKey }), directoryId);
const copy = openCopy(file);
const mine = copy.read();
copy.close();

const plain = (value) => JSON.parse(JSON.stringify(value));
const withoutGroups = ({ groups: _, ...user }) => plain(user);
const byId = (things) => new Map(things.map((thing) => [thing.id, thing]));

/** The ids of what differs, and in which fields. */
function differences(what, theirs, ours) {
  const [left, right] = [byId(theirs), byId(ours)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((id) => {
    const [there, here] = [left.get(id), right.get(id)];
    if (isDeepStrictEqual(there, here)) return [];
    if (!there || !here) return [`${what} ${id}: only ${there ? "in Rollcall" : "in the copy"}`];
    const fields = Object.keys({ ...there, ...here }).filter((name) => !isDeepStrictEqual(there[name], here[name]));
    return [
      `${what} ${id}: ${fields.map((name) => `${name} ${JSON.stringify(there[name])} ≠ ${JSON.stringify(here[name])}`).join(", ")}`,
    ];
  });
}

const memberships = users.flatMap(({ id, groups: of }) => of.map((group) => ({ id: `${group.id} ${id}` })));
const found = [
  ...differences("person", users.map(withoutGroups), mine.users),
  ...differences("group", groups.map(plain), mine.groups),
  ...differences(
    "membership",
    memberships,
    mine.memberships.map((id) => ({ id })),
  ),
];
for (const line of found.slice(0, 50)) console.error(line);
console.log(
  `${users.length} people, ${groups.length} groups, ${memberships.length} memberships: ` +
    (found.length === 0 ? "the copy is exactly what Rollcall has." : `${found.length} differences.`),
);
process.exitCode = found.length === 0 ? 0 : 1;
