import type { RunChange } from "#lib/contract/mapping-run.ts";
import { asCsv } from "./csv.ts";

const shown = (value: unknown) => (typeof value === "string" ? value : value === null ? "" : JSON.stringify(value));

/** One row for each person whom a dry run found to change. */
export const runChangesAsCsv = (changes: AsyncIterable<readonly RunChange[]>) =>
  asCsv(changes, {
    name: ({ name }) => name,
    user_name: ({ userName }) => userName,
    email: ({ email }) => email,
    changes: (person) =>
      person.changes.map(({ field, before, after }) => `${field}: ${shown(before)} → ${shown(after)}`).join("; "),
    roles_gained: ({ rolesGained }) => rolesGained.join(" "),
    roles_lost: ({ rolesLost }) => rolesLost.join(" "),
    loses_admin: ({ adminLost }) => adminLost,
    errors: ({ errors }) => errors.map(({ field, message }) => `${field}: ${message}`).join("; "),
    user_id: ({ userId }) => userId,
  });
