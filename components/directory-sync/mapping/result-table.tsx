import CircleAlert from "lucide-react/icons/circle-alert";
import Pencil from "lucide-react/icons/pencil";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import type { Outcome } from "#lib/contract/mapping-preview.ts";
import type { CustomAttribute } from "#lib/contract/roles.ts";
import { fieldName, flatProfile } from "./fields.ts";
import { ShownValue } from "./shown-value.tsx";
import type { Result } from "./use-row-check.ts";

const COLUMNS = [{ label: "Field" }, { label: "Now" }, { label: "With this mapping" }, { label: "Change" }] as const;

interface Line {
  field: string;
  name: string;
  before: unknown;
  after: unknown;
  problem: string | undefined;
}

type ResultTableProps = {
  /** What is stored; null for a payload that is nobody's. */
  before: Outcome | null;
  result: Result;
  attributes: readonly CustomAttribute[];
  name: string;
};

/** What a person has and what they would have, field by field. */
export const ResultTable = ({ before, result, attributes, name }: ResultTableProps) => (
  <Table caption={`What becomes of ${name}`} columns={COLUMNS}>
    {linesOf(before, result, attributes).map((line) => {
      const changes = before !== null && !same(line.before, line.after);
      return (
        <TableRow key={line.field} data-changed={changes || undefined} className="data-changed:bg-accent-soft/40">
          <TableCell label="Field" primary className="align-top">
            <span className="block">{line.name}</span>
            {line.name !== line.field && <code className="font-mono text-xs text-muted">{line.field}</code>}
          </TableCell>
          <TableCell label="Now" className="align-top">
            {before === null ? <span className="text-muted">not stored</span> : <ShownValue value={line.before} />}
          </TableCell>
          <TableCell label="With this mapping" className="align-top">
            <div>
              <ShownValue value={line.after} className={changes ? "font-medium" : undefined} />
              {line.problem && (
                <span className="mt-0.5 flex items-start gap-1 text-xs text-warn">
                  <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
                  {line.problem}
                </span>
              )}
            </div>
          </TableCell>
          <TableCell label={changes ? "Change" : undefined} className="align-top">
            {changes && (
              <Status icon={Pencil} tone="info">
                Changes
              </Status>
            )}
          </TableCell>
        </TableRow>
      );
    })}
  </Table>
);

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

function linesOf(before: Outcome | null, result: Result, attributes: readonly CustomAttribute[]): Line[] {
  const old = flatProfile(before?.profile ?? {});
  const now = flatProfile(result.profile);
  const problems = new Map(result.problems.map(({ field, message }) => [field, message]));
  const fields = new Set([...now.keys(), ...old.keys(), ...problems.keys()]);
  fields.delete("organization_role");
  fields.delete("active");
  const lines = [...fields].map((field) => ({
    field,
    name: fieldName(field, attributes),
    before: old.get(field),
    after: now.get(field),
    problem: problems.get(field),
  }));
  const roles = (list: readonly string[] | undefined) => (list?.length ? list.join(", ") : "no access");
  return [
    ...lines,
    { field: "active", name: "Active", before: before?.active, after: result.active, problem: undefined },
    {
      field: "role",
      name: "Role",
      before: roles(before?.roles),
      after: roles(result.roles),
      problem: problems.get("organization_role"),
    },
    {
      field: "user id",
      name: "User id in the application",
      before: before?.userId,
      after: result.userId,
      problem: undefined,
    },
  ];
}

/** How many fields a draft changes for this person. */
export const countOfChanges = (before: Outcome | null, result: Result, attributes: readonly CustomAttribute[]) =>
  before === null ? 0 : linesOf(before, result, attributes).filter((line) => !same(line.before, line.after)).length;
