"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import Info from "lucide-react/icons/info";
import { cx } from "#components/ui/cx.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Seen, SetupProblem } from "#lib/contract/setup.ts";
import type { Step } from "#lib/setup/guide.ts";
import { MenuPath } from "./menu-path.tsx";
import { useSetup } from "./setup-api.ts";

/** What has really arrived: the tick of this step, or what is waited for, and what went wrong instead. */
export function LivePanel({ step }: { step: Step }) {
  const { state } = useSetup();
  const seen = step.ticks?.map((signal) => state.signals[signal]).find((found) => found !== undefined);
  const problems = state.problems
    .filter(({ severity }) => severity !== "ours")
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  if (!step.ticks && problems.length === 0) return null;
  return (
    <section aria-label="What has arrived" className="flex flex-col gap-3">
      {step.ticks && (seen ? <SeenTick seen={seen} /> : <Waiting waitsFor={step.waitsFor ?? "a request"} />)}
      <ProblemList problems={problems} />
    </section>
  );
}

/** What was refused comes first: the rest went through, if not as one would wish. */
const rankOf = ({ severity }: SetupProblem) => (severity === "refused" ? 0 : 1);

const SeenTick = ({ seen }: { seen: Seen }) => (
  <div className="flex items-start gap-3 rounded-lg bg-good-soft px-4 py-3">
    <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
    <div className="min-w-0 text-sm">
      <p role="status" className="font-semibold text-good">
        It works
      </p>
      <p className="break-words">{seen.sentence}</p>
      <p className="text-muted">
        <code className="font-mono text-xs break-all">
          {seen.method} {seen.path}
        </code>
        {seen.tokenPrefix && (
          <>
            {" "}
            with <code className="font-mono text-xs">{seen.tokenPrefix}…</code>
          </>
        )}
        , <RelativeTime at={seen.at} />
      </p>
    </div>
  </div>
);

const Waiting = ({ waitsFor }: { waitsFor: string }) => {
  const { state } = useSetup();
  const latest = Object.values(state.signals).toSorted((one, other) => other.at.localeCompare(one.at))[0];
  return (
    <div className="flex items-start gap-3 rounded-lg bg-accent-soft px-4 py-3">
      <CircleDashed aria-hidden className="mt-0.5 size-5 shrink-0 animate-pulse-soft text-accent-ink" />
      <div className="min-w-0 text-sm">
        <p role="status" className="font-semibold text-accent-ink">
          Waiting for {waitsFor}
        </p>
        <p>
          This page notices by itself, within two seconds. You may leave and come back.
          {latest && (
            <>
              {" "}
              Last seen: {latest.sentence} <RelativeTime at={latest.at} />.
            </>
          )}
        </p>
      </div>
    </div>
  );
};

/** What went wrong instead, why, and exactly where to mend it. */
export const ProblemList = ({ problems }: { problems: readonly SetupProblem[] }) =>
  problems.length === 0 ? null : (
    <ul aria-label="What went wrong" aria-live="polite" className="flex flex-col gap-3">
      {problems.map((problem, index) => (
        <li key={`${problem.code} ${problem.seen}`}>
          <Problem problem={problem} isOpen={index < OPEN_AT_ONCE} />
        </li>
      ))}
    </ul>
  );

/** The others show what they are about and what was seen; the way to mend them is a press away. */
const OPEN_AT_ONCE = 2;

function Problem({ problem, isOpen }: { problem: SetupProblem; isOpen: boolean }) {
  const { state, isVisitor } = useSetup();
  const isBad = problem.severity === "refused";
  const Icon = isBad ? CircleAlert : Info;
  const page = isVisitor ? null : pageOf(problem.page);
  return (
    <details open={isOpen} className={cx("group rounded-lg text-sm", isBad ? "bg-bad-soft" : "bg-warn-soft")}>
      <summary className="flex cursor-pointer list-none items-start gap-3 rounded-lg px-4 py-3 group-open:pb-1 [&::-webkit-details-marker]:hidden">
        <Icon aria-hidden className={cx("mt-0.5 size-5 shrink-0", isBad ? "text-bad" : "text-warn")} />
        <span className="min-w-0 flex-1">
          <span className={cx("block font-semibold", isBad ? "text-bad" : "text-warn")}>{problem.title}</span>
          <span className="block break-words">{problem.seen}</span>
        </span>
        <ChevronDown aria-hidden className="mt-0.5 size-4 shrink-0 text-muted group-open:rotate-180" />
      </summary>
      <div className="flex min-w-0 flex-col gap-1 ps-12 pe-4 pb-3">
        <Often problem={problem} />
        <p>{problem.why}</p>
        <p>
          <strong className="font-semibold">To mend it: </strong>
          {problem.fix}
        </p>
        {problem.menu && <MenuPath path={problem.menu} className="text-ink" />}
        {page && (
          <p>
            <TextLink href={`/directory-sync/${state.directory.id}${page.path}`}>{page.name}</TextLink>
          </p>
        )}
      </div>
    </details>
  );
}

const Often = ({ problem: { count, at } }: { problem: SetupProblem }) => (
  <p className="text-xs text-muted">
    {count > 1 ? `Seen ${count.toLocaleString("en")} times, last ` : "Seen "}
    <RelativeTime at={at} />
  </p>
);

const PAGES: Record<string, { name: string; path: string }> = {
  overview: { name: "Open the overview", path: "" },
  tokens: { name: "Open Tokens", path: "/tokens" },
  mapping: { name: "Open Attribute mapping", path: "/mapping" },
  roles: { name: "Open Roles", path: "/roles" },
  users: { name: "Open Users", path: "/users" },
  groups: { name: "Open Groups", path: "/groups" },
  settings: { name: "Open the overview", path: "" },
};
const pageOf = (page: string | null) => (page ? PAGES[page] : undefined);
