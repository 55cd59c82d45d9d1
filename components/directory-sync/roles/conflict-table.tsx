import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import type { RoleConflict } from "#lib/contract/role-conflicts.ts";
import type { OrganizationRole } from "#lib/contract/roles.ts";
import { roleName } from "./role-draft.ts";

const COLUMNS = [{ label: "Person" }, { label: "Rules that fit" }] as const;

type ConflictTableProps = {
  directoryId: string;
  roles: readonly OrganizationRole[];
  people: readonly RoleConflict[];
};

/** Each person with the rules that fit, and what came of it. */
export const ConflictTable = ({ directoryId, roles, people }: ConflictTableProps) => (
  <Table caption="People whom several rules fit" columns={COLUMNS}>
    {people.map((person) => (
      <TableRow key={person.userId}>
        <TableCell label="Person" primary className="align-top">
          <RowLink
            href={`/directory-sync/${directoryId}/users/${person.userId}`}
            prefetch={false}
            className="wrap-anywhere"
          >
            {person.name}
          </RowLink>
          <span className="block text-muted wrap-anywhere">{person.userName}</span>
        </TableCell>
        <TableCell className="align-top">
          <ul className="flex flex-col gap-0.5">
            {person.rules.map(({ index, role, why, chosen }) => (
              <li key={`${index} ${why}`} className={chosen ? "font-medium" : "text-muted"}>
                {index === null ? "Row of the mapping" : `Rule ${index + 1}`}: {why}, {roleName(roles, role)}
                {chosen && " (decides)"}
              </li>
            ))}
          </ul>
        </TableCell>
      </TableRow>
    ))}
  </Table>
);
