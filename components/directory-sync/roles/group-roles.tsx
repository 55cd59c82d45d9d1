"use client";

import { useQuery } from "@tanstack/react-query";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { directoryRolesQuery } from "#lib/client/roles.ts";
import type { RolesState } from "#lib/contract/roles.ts";
import { roleName } from "./role-draft.ts";

interface Group {
  id: string;
  displayName: string;
}

/** What pushing a group means for roles: the rules that name it, those that read groups at large, or that none does. */
export function GroupRoles({ directoryId, group, idp }: { directoryId: string; group: Group; idp: string }) {
  const { data, error, isPending, refetch } = useQuery(directoryRolesQuery(directoryId));
  return (
    <Section title="Role" description="What being in this group means in the organization.">
      {isPending && <SkeletonRows what="the rules" rows={1} />}
      {error && !data && <LoadFailed what="the rules" error={error} onRetry={() => void refetch()} />}
      {data && <Meaning directoryId={directoryId} group={group} idp={idp} state={data} />}
    </Section>
  );
}

type MeaningProps = { directoryId: string; group: Group; idp: string; state: RolesState };

function Meaning({ directoryId, group, idp, state }: MeaningProps) {
  const named = state.rules.flatMap((rule, at) =>
    rule.kind === "group" && isMeant(rule.group, group) ? [{ at, role: rule.role }] : [],
  );
  const readers = readersOf(state);
  const otherwise = state.defaultRole === null ? "no access" : roleName(state.roles, state.defaultRole);
  return (
    <div className="flex flex-col gap-1.5 px-4 py-3 text-sm">
      {named.length > 0 && (
        <ul className="flex flex-col gap-1">
          {named.map(({ at, role }) => (
            <li key={at}>
              Rule {at + 1} gives its people <span className="font-semibold">{roleName(state.roles, role)}</span>
              {at > 0 && state.policy === "first" && ", unless a rule above it applies to them"}.
            </li>
          ))}
        </ul>
      )}
      {readers.map((reader) => (
        <p key={reader} className="text-pretty">
          {reader} looks at the names of people's groups. What it makes of this one stands on the page of each person in
          it, under “Why this role”.
        </p>
      ))}
      {named.length === 0 && (
        <p className="text-pretty">
          No rule names this group{readers.length > 0 ? " itself" : `, so pushing it changes nobody's role`}: whoever
          meets no other rule gets {otherwise}. A rule has to name it exactly as {idp} does, but for letter case.
        </p>
      )}
      <p>
        <TextLink href={`/directory-sync/${directoryId}/roles`} prefetch={false}>
          {named.length > 0 ? "See the rules" : "Add a rule for it"}
        </TextLink>
      </p>
    </div>
  );
}

const isMeant = (named: { id: string | null; name: string }, { id, displayName }: Group) =>
  named.id === id || named.name.toLowerCase() === displayName.toLowerCase();

/** Rules and rows whose result depends on the names of groups, in words. */
function readersOf({ rules, mappingRows }: RolesState): string[] {
  const ofRules = rules.flatMap((rule, at) => {
    if (rule.kind === "group") return [];
    const text = rule.kind === "liquid" ? rule.source : rule.filter;
    return /(^|[^\w.:])groups\b/i.test(text) ? [`Rule ${at + 1}`] : [];
  });
  const ofRows = mappingRows.flatMap(({ index, source }) =>
    /^groups\b/i.test(source) ? [`Row ${index + 1} of the mapping`] : [],
  );
  return [...ofRules, ...ofRows];
}
