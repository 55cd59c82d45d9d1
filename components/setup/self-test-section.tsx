"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import CircleX from "lucide-react/icons/circle-x";
import { Button } from "#components/ui/button.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { useSelfTest } from "#lib/client/setup.ts";
import type { SelfTest } from "#lib/contract/setup.ts";
import { useSetup } from "./setup-api.ts";

/** About twenty calls on throw-away resources, each with its result. */
export function SelfTestSection() {
  const { state, blocked } = useSetup();
  const run = useSelfTest(state.directory.id);
  return (
    <section aria-labelledby="setup-self-test" className="flex min-w-0 flex-col items-start gap-3">
      <h3 id="setup-self-test" className="text-base font-semibold">
        Self-test
      </h3>
      <p className="text-sm text-pretty text-muted">
        Makes a person and a group, changes them as Okta and Entra do, and deletes them again. Nothing stays behind.
      </p>
      <Button blocked={blocked} busy={run.isPending} onClick={() => run.mutate()}>
        Run self-test
      </Button>
      <ChangeFailed error={run.error} />
      {run.data && <Results test={run.data} />}
    </section>
  );
}

const Results = ({ test }: { test: SelfTest }) => (
  <div className="w-full min-w-0">
    <p role="status" className="pb-1.5 text-sm font-medium">
      {test.passed
        ? `All ${test.checks.length} calls were answered as they should be, in ${test.ms.toLocaleString("en")} ms.`
        : `${test.checks.filter(({ problem }) => problem !== null).length} of ${test.checks.length} calls were not answered as they should be.`}
    </p>
    <ol aria-label="Results of the self-test" className="divide-y divide-line rounded-lg border border-line">
      {test.checks.map(({ name, request, status, ms, problem }) => (
        <li key={name} className="flex items-start gap-2.5 px-4 py-2 text-sm">
          {problem === null ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          )}
          <span className="min-w-0">
            <span className="block">
              <span className="sr-only">{problem === null ? "Passed: " : "Failed: "}</span>
              {name}
            </span>
            {problem !== null && <span className="block text-bad">{problem}</span>}
            <span className="block text-xs text-muted">
              <code className="font-mono break-all">{request}</code> {status}, {ms} ms
            </span>
          </span>
        </li>
      ))}
    </ol>
  </div>
);
