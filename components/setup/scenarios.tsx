"use client";

import ArrowRightLeft from "lucide-react/icons/arrow-right-left";
import Boxes from "lucide-react/icons/boxes";
import UserRoundMinus from "lucide-react/icons/user-round-minus";
import UserRoundPlus from "lucide-react/icons/user-round-plus";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { cx } from "#components/ui/cx.ts";
import type { LucideIcon } from "#components/ui/icon.ts";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useRemoveTest, useRunTest } from "#lib/client/setup.ts";
import type { Scenario, TestExchange, TestRun } from "#lib/contract/setup.ts";
import { IDP_NAMES, SENDS_NO_GROUPS } from "#lib/setup/values.ts";
import { Note } from "./note.tsx";
import { useSetup } from "./setup-api.ts";

const BUTTONS: readonly { scenario: Scenario; label: string; icon: LucideIcon }[] = [
  { scenario: "joiner", label: "Joiner", icon: UserRoundPlus },
  { scenario: "mover", label: "Mover", icon: ArrowRightLeft },
  { scenario: "leaver", label: "Leaver", icon: UserRoundMinus },
  { scenario: "group", label: "Group push", icon: Boxes },
];

/** Buttons that send what the IdP would send, and every request with what it did. */
export function Scenarios() {
  const { state, blocked } = useSetup();
  const { id, provider } = state.directory;
  const run = useRunTest(id);
  const remove = useRemoveTest(id);
  const [runs, setRuns] = useState<readonly TestRun[]>([]);
  const idp = IDP_NAMES[provider] === "Your IdP" ? "your IdP" : IDP_NAMES[provider];
  const hasTest = state.test.person !== null || state.test.group !== null || runs.length > 0;
  const noGroups = SENDS_NO_GROUPS.has(provider) ? `${idp} sends no groups.` : undefined;
  return (
    <section aria-labelledby="setup-scenarios" className="flex min-w-0 flex-col gap-3">
      <h3 id="setup-scenarios" className="text-base font-semibold">
        Play {idp}
      </h3>
      <p className="text-sm text-pretty text-muted">
        Sends this directory what {idp} would send, in its own words and through the same door. The person and the group
        are made up and marked “(test)”, and so are their lines in the log. Your application hears of them like of
        anybody else.
      </p>
      <div className="flex flex-wrap gap-2">
        {BUTTONS.map(({ scenario, label, icon: Icon }) => (
          <Button
            key={scenario}
            blocked={blocked ?? (scenario === "group" ? noGroups : undefined)}
            busy={run.isPending && run.variables === scenario}
            disabled={run.isPending}
            onClick={() => run.mutate(scenario, { onSuccess: (done) => setRuns([done, ...runs]) })}
          >
            <Icon aria-hidden /> {label}
          </Button>
        ))}
      </div>
      <ChangeFailed error={run.error} />
      {hasTest && (
        <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg border border-line bg-sunken px-4 py-2.5 text-sm">
          <p className="min-w-0">
            <TestTraces />
          </p>
          <Button
            variant="dangerQuiet"
            blocked={blocked}
            busy={remove.isPending}
            onClick={() =>
              remove.mutate(undefined, {
                onSuccess: () => {
                  setRuns([]);
                  showToast("Test removed", "The person, the group and their lines in the log are gone.");
                },
              })
            }
          >
            Remove the test
          </Button>
        </div>
      )}
      <ChangeFailed error={remove.error} />
      <div role="status" className="sr-only">
        {runs[0] && `${runs[0].exchanges.length} requests sent`}
      </div>
      {runs.map((done, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: runs are told apart by their order alone, newest first.
        <RunList key={runs.length - index} run={done} />
      ))}
      {runs.length > 0 && (
        <Note tone="info">
          The same lines are in the <TextLink href={`/directory-sync/${id}/log?q=Test%3A`}>provisioning log</TextLink>.
        </Note>
      )}
    </section>
  );
}

function TestTraces() {
  const { test } = useSetup().state;
  const what = [
    test.person && `${test.person}${test.personActive ? "" : ", inactive"}`,
    test.group && `the group ${test.group}`,
  ].filter(Boolean);
  return what.length > 0 ? <>Here from tests: {what.join(" and ")}.</> : <>Lines of tests are in the log.</>;
}

const NAMES: Record<Scenario, string> = { joiner: "Joiner", mover: "Mover", leaver: "Leaver", group: "Group push" };

const RunList = ({ run }: { run: TestRun }) => (
  <div className="min-w-0">
    <h4 className="pb-1.5 text-sm font-semibold">{NAMES[run.scenario]}</h4>
    <ol aria-label={`Requests: ${NAMES[run.scenario]}`} className="divide-y divide-line rounded-lg border border-line">
      {run.exchanges.map((exchange, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a finished run never changes.
        <li key={index}>
          <ExchangeLine exchange={exchange} />
        </li>
      ))}
    </ol>
  </div>
);

const ExchangeLine = ({ exchange }: { exchange: TestExchange }) => (
  <details className="min-w-0 px-4 py-2 text-sm">
    <summary className="cursor-pointer">
      <span className="inline-flex max-w-[calc(100%-1.5rem)] flex-wrap items-baseline gap-x-2 align-top">
        <code className="font-mono text-xs break-all">
          {exchange.method} {exchange.path}
        </code>
        <span className={cx("text-xs font-medium", exchange.status < 400 ? "text-good" : "text-bad")}>
          {exchange.status < 400 ? "OK" : "Refused"} {exchange.status}
        </span>
        <span className="text-xs text-muted">{exchange.ms} ms</span>
        <span className="basis-full break-words text-muted">{exchange.sentence ?? exchange.what}</span>
      </span>
    </summary>
    <div className="flex flex-col gap-2 pt-2">
      {exchange.query !== null && <code className="font-mono text-xs break-all">?{exchange.query}</code>}
      {exchange.body !== null && <CodeBlock label={`Sent: ${exchange.what}`} value={exchange.body} />}
      {exchange.answer !== null && <CodeBlock label={`Answered: ${exchange.what}`} value={exchange.answer} />}
    </div>
  </details>
);
