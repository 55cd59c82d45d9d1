"use client";

import { useQuery } from "@tanstack/react-query";
import ArrowDown from "lucide-react/icons/arrow-down";
import ShieldCheck from "lucide-react/icons/shield-check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { explanationQuery } from "#lib/client/mapping.ts";
import type { Explanation, FieldOrigin, RoleExplanation } from "#lib/contract/mapping-preview.ts";
import { roleName } from "../member-role.tsx";
import { RuleLine } from "../roles/rule-line.tsx";
import { fieldName } from "./fields.ts";
import { ShownValue } from "./shown-value.tsx";

type PersonOriginsProps = { directoryId: string; userId: string };

/** For each field of a person where it came from, and for the role the whole chain. */
export function PersonOrigins({ directoryId, userId }: PersonOriginsProps) {
  const { data, error, isPending, refetch } = useQuery(explanationQuery(directoryId, userId));
  if (isPending) return <SkeletonRows what="where the profile comes from" rows={4} />;
  if (!data) return <LoadFailed what="where the profile comes from" error={error} onRetry={() => void refetch()} />;
  return (
    <>
      {data.role && <RoleChain directoryId={directoryId} explanation={data} role={data.role} />}
      <Section
        title="Where each field comes from"
        description={
          <>
            Made by{" "}
            <TextLink href={`/directory-sync/${directoryId}/mapping?show=versions`} prefetch={false}>
              {data.version === 0 ? "the default mapping" : `version ${data.version} of the mapping`}
            </TextLink>
            {data.isCurrent ? ", which is in force." : "; a newer version has not been applied to this person yet."}
          </>
        }
      >
        {data.fields.length === 0 ? (
          <p className="px-4 py-3 text-sm text-muted">No field has a value.</p>
        ) : (
          <Origins directoryId={directoryId} explanation={data} />
        )}
      </Section>
    </>
  );
}

const COLUMNS = [{ label: "Field" }, { label: "Value" }, { label: "From" }, { label: "Since" }] as const;

const Origins = ({ directoryId, explanation }: { directoryId: string; explanation: Explanation }) => (
  <Table caption="Fields of the profile and where they come from" columns={COLUMNS}>
    {explanation.fields.map((origin) => (
      <TableRow key={origin.field}>
        <TableCell label="Field" primary className="align-top">
          {fieldName(origin.field)}
        </TableCell>
        <TableCell label="Value" className="align-top">
          <div>
            <ShownValue value={origin.value} />
            {origin.problem && <Problem problem={origin.problem} fix={origin.fix} />}
          </div>
        </TableCell>
        <TableCell label="From" className="align-top">
          <Origin origin={origin} />
        </TableCell>
        <TableCell label="Since" className="align-top">
          <div>
            <RelativeTime at={origin.since} />
            {origin.logEntryId && (
              <TextLink
                href={`/directory-sync/${directoryId}/log?entry=${encodeURIComponent(origin.logEntryId)}`}
                prefetch={false}
                className="block"
              >
                The request
              </TextLink>
            )}
          </div>
        </TableCell>
      </TableRow>
    ))}
  </Table>
);

const Problem = ({ problem, fix }: { problem: string; fix: string | null }) => (
  <div className="mt-0.5 flex items-start gap-1">
    <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" />
    <div>
      <p className="text-warn">{problem}</p>
      {fix && <p className="text-pretty text-muted">{fix}</p>}
    </div>
  </div>
);

const Origin = ({ origin: { source, transform, row, version } }: { origin: FieldOrigin }) =>
  source === null ? (
    <span className="text-muted">No row of the mapping fills it</span>
  ) : (
    <div>
      <code className="font-mono text-xs wrap-anywhere">{source}</code>
      {transform !== null && (
        <code className="ms-1 rounded-sm border border-line bg-sunken px-1 font-mono text-xs wrap-anywhere text-muted">
          {transform}
        </code>
      )}
      <p className="text-muted">
        {row !== null && `row ${row + 1}, `}
        {version === 0 ? "default mapping" : `version ${version}`}
      </p>
    </div>
  );

const SOURCES: Record<RoleExplanation["source"], string> = {
  manual: "Given by hand",
  rule: "By a rule",
  default: "Default role",
  none: "No access",
};

const KEPT = {
  last_admin: "This is the last admin. The rules would take the role away; it is kept so that nobody is locked out.",
  break_glass: "This is a break-glass person: no sync changes the role.",
} as const;

type RoleChainProps = { directoryId: string; explanation: Explanation; role: RoleExplanation };

/** "Okta group Admins, then rule 2, then org:admin": link by link, and why the other rules do not count. */
const RoleChain = ({ directoryId, explanation: { memberId, trace, isCurrent }, role }: RoleChainProps) => (
  <Section title="Why this role" description={role.sentence} actions={<Badge>{SOURCES[role.source]}</Badge>}>
    <ol aria-label="How the role came about" className="flex flex-col gap-1 px-4 py-3 text-sm">
      {role.chain.map(({ kind, words }, at) => (
        <li key={`${kind} ${words}`} className="flex items-start gap-2">
          {at === 0 ? (
            <span aria-hidden className="mt-2 ms-1 me-1 size-2 shrink-0 rounded-full bg-control" />
          ) : (
            <ArrowDown aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
          )}
          <span className={kind === "role" ? "font-semibold" : undefined}>{words}</span>
        </li>
      ))}
    </ol>
    {role.problem && (
      <div className="px-4 pb-3">
        <Notice icon={TriangleAlert} tone="warn" title="A rule could not use what was sent">
          <p>{role.problem}</p>
          {role.fix && <p className="text-pretty">{role.fix}</p>}
        </Notice>
      </div>
    )}
    {trace.rules.length > 0 && (
      <div className="border-t border-line px-4 py-3 text-sm">
        <h3 className="font-medium">{isCurrent ? "The rules, one by one" : "What the rules in force would say"}</h3>
        <ol aria-label="The rules for this person" className="mt-1.5 flex flex-col gap-1.5">
          {trace.rules.map((rule, at) => (
            <RuleLine key={`${rule.index} ${rule.row}`} rule={rule} at={at} nameOf={roleName} />
          ))}
        </ol>
      </div>
    )}
    {role.kept && (
      <div className="px-4 pb-3">
        <Notice icon={ShieldCheck} tone="warn" title="Kept">
          {KEPT[role.kept]}
        </Notice>
      </div>
    )}
    <p className="border-t border-line px-4 py-2.5 text-sm text-muted">
      {role.defaultRole === null
        ? "Without a rule there would be no access."
        : `Without a rule it would be ${role.defaultRole}.`}
      {role.manualRole && ` Given by hand: ${role.manualRole}.`}{" "}
      <TextLink href={`/directory-sync/${directoryId}/roles`} prefetch={false}>
        See the rules
      </TextLink>
      {memberId !== null && (
        <>
          {" · "}
          <TextLink href={`/members?member=${memberId}`} prefetch={false}>
            Give a role by hand
          </TextLink>
        </>
      )}
    </p>
  </Section>
);
