"use client";

import ArrowRight from "lucide-react/icons/arrow-right";
import Hourglass from "lucide-react/icons/hourglass";
import ListTree from "lucide-react/icons/list-tree";
import Pencil from "lucide-react/icons/pencil";
import X from "lucide-react/icons/x";
import dynamic from "next/dynamic";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { ReorderList } from "#components/ui/reorder.tsx";
import { Badge, Status } from "#components/ui/status.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";
import type { RolesState } from "#lib/contract/roles.ts";
import { ProblemLine } from "../mapping/problem-line.tsx";
import { conditionInWords, type DraftRule, roleName } from "./role-draft.ts";
import type { RolesEdit } from "./use-roles-edit.ts";

const RuleEditor = dynamic(() => import("./rule-editor.tsx").then((file) => file.RuleEditor), {
  loading: () => (
    <p role="status" className="px-4 pb-3 text-sm text-muted">
      Loading the rule
    </p>
  ),
});

const PushedGroups = dynamic(() => import("./pushed-groups.tsx").then((file) => file.PushedGroups));

type RuleListProps = {
  directoryId: string;
  idp: string;
  state: RolesState;
  mapping: Mapping;
  edit: RolesEdit;
  problems: readonly ConfigurationProblem[];
  openKey: string | undefined;
  onOpen: (key: string | undefined) => void;
  blocked: string | undefined;
};

/** The rules in order, each with what it means today. */
export function RuleList(props: RuleListProps) {
  const { directoryId, idp, state, mapping, edit, problems, openKey, onOpen, blocked } = props;
  const { rules } = edit.value;
  return (
    <>
      {rules.length === 0 && state.mappingRows.length === 0 && (
        <p className="flex items-start gap-2 px-4 py-4 text-sm text-pretty text-muted">
          <ListTree aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
          No rule yet: everybody whom {idp} sends gets the role at the bottom. Add a rule to give the people of a group
          another one.
        </p>
      )}
      {state.rulesNow.some(({ waiting }) => waiting) && <PushedGroups directoryId={directoryId} idp={idp} />}
      <ReorderList
        label="Rules, in the order in which they are read"
        items={rules}
        keyOf={(rule) => rule.key}
        nameOf={conditionInWords}
        onMove={edit.moveRule}
        fixed={blocked !== undefined}
      >
        {(rule, at, handle) => {
          const own = problems.filter(({ part, index }) => part === "rule" && index === at);
          const isOpen = openKey === rule.key;
          const change = edit.ruleChanges.get(rule.key);
          return (
            <div className={cx(isOpen && "bg-hover/50")}>
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 py-2 sm:flex-nowrap sm:px-3">
                {handle && <div className="order-2 sm:order-none">{handle}</div>}
                <span className="order-1 w-6 shrink-0 text-end text-sm text-muted tabular-nums sm:order-none">
                  {at + 1}.
                </span>
                <div className="order-1 min-w-0 flex-1 basis-3/4 sm:order-none sm:basis-auto">
                  <Condition rule={rule} state={state} />
                  <p className="mt-0.5 flex flex-wrap items-center gap-1.5 text-xs text-muted">
                    {change && (
                      <Status icon={Pencil} tone="info">
                        {change === "added" ? "New" : change === "moved" ? "Moved" : "Changed"}
                      </Status>
                    )}
                    <Today rule={rule} state={state} idp={idp} />
                  </p>
                </div>
                <div className="order-3 ms-auto flex items-center sm:order-none">
                  {!blocked && (
                    <button
                      type="button"
                      aria-label={`Remove ${conditionInWords(rule)}`}
                      onClick={() => edit.removeRule(rule.key)}
                      className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-11"
                    >
                      <X aria-hidden className="size-4" />
                    </button>
                  )}
                  <Button
                    variant="quiet"
                    aria-expanded={isOpen}
                    aria-label={`${blocked ? "Show" : "Edit"} ${conditionInWords(rule)}`}
                    onClick={() => onOpen(isOpen ? undefined : rule.key)}
                    className="px-2"
                  >
                    <Pencil aria-hidden /> {blocked ? "Show" : "Edit"}
                  </Button>
                </div>
              </div>
              {own.length > 0 && !isOpen && (
                <ul className="px-4 pb-2 text-sm">
                  {own.map((problem) => (
                    <ProblemLine key={`${problem.code} ${problem.message}`} problem={problem} />
                  ))}
                </ul>
              )}
              {isOpen && (
                <RuleEditor
                  directoryId={directoryId}
                  rule={rule}
                  at={at}
                  state={state}
                  mapping={mapping}
                  problems={own}
                  blocked={blocked}
                  onChange={edit.changeRule}
                  onClose={() => onOpen(undefined)}
                />
              )}
            </div>
          );
        }}
      </ReorderList>
      {state.mappingRows.length > 0 && (
        <ul aria-label="Rows of the mapping that give a role" className="divide-y divide-line border-t border-line">
          {state.mappingRows.map(({ index, source, transform }) => (
            <li key={index} className="px-4 py-2 text-sm">
              <code className="font-mono text-xs wrap-anywhere">
                {source}
                {transform !== null && ` → ${transform}`}
              </code>
              <p className="text-xs text-muted">
                Read after the rules. It is row {index + 1} of the{" "}
                <TextLink href={`/directory-sync/${directoryId}/mapping`} prefetch={false}>
                  attribute mapping
                </TextLink>
                , change it there.
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const Condition = ({ rule, state }: { rule: DraftRule; state: RolesState }) => (
  <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm">
    <Badge>{rule.kind === "group" ? "Group" : rule.kind === "attribute" ? "Attribute" : "Liquid"}</Badge>
    {rule.kind === "group" ? (
      <span className="font-medium wrap-anywhere">{rule.group.name || "no group yet"}</span>
    ) : (
      <code className="font-mono text-xs wrap-anywhere">{conditionInWords(rule)}</code>
    )}
    <ArrowRight aria-label="gives" className="size-3.5 shrink-0 text-faint rtl:rotate-180" />
    {rule.kind === "liquid" ? (
      <span className="text-muted">the role that comes out</span>
    ) : (
      <span className="font-medium">{roleName(state.roles, rule.role)}</span>
    )}
  </div>
);

/** What the rule means for the people there are: known for rules that are in force. */
function Today({ rule, state, idp }: { rule: DraftRule; state: RolesState; idp: string }) {
  if (rule.kind !== "group") return null;
  const at = state.rules.findIndex((each) => each.kind === "group" && each.group.name === rule.group.name);
  const now = at < 0 ? undefined : state.rulesNow[at];
  if (!now) return null;
  if (now.waiting) {
    return (
      <>
        <Status icon={Hourglass} tone="warn">
          Waiting
        </Status>
        {idp} has not pushed this group yet; the rule applies as soon as it does.
      </>
    );
  }
  const { people, groupName } = now;
  return (
    <>
      {people !== null && `${people.toLocaleString("en")} ${people === 1 ? "person" : "people"} in the group`}
      {groupName !== null && groupName !== rule.group.name && `, now called ${groupName}`}
    </>
  );
}
