"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import ArrowRight from "lucide-react/icons/arrow-right";
import Check from "lucide-react/icons/check";
import FlaskConical from "lucide-react/icons/flask-conical";
import Send from "lucide-react/icons/send";
import dynamic from "next/dynamic";
import { type ReactNode, Suspense, use, useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import type { LucideIcon } from "#components/ui/icon.ts";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { optionalText } from "#lib/client/url-parameters.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import { type Guide, isStepDone, type Step } from "#lib/setup/guide.ts";
import { loadGuide } from "#lib/setup/guides/load.ts";
import { FinishStep } from "./finish-step.tsx";
import { ProviderStep } from "./provider-step.tsx";
import { useSetup } from "./setup-api.ts";
import { type ListedStep, StepList } from "./step-list.tsx";
import { StepView } from "./step-view.tsx";

const TryPanel = dynamic(() => import("./try-panel.tsx").then((file) => file.TryPanel));
const LinksPanel = dynamic(() => import("./links-panel.tsx").then((file) => file.LinksPanel));

const PARAMETERS = { step: optionalText };

/** What stands before and after the guide's own steps, and what helps beside them. */
const PROVIDER = "provider";
const FINISH = "finish";
const TOOLS: readonly { id: string; title: string; icon: LucideIcon }[] = [
  { id: "try", title: "Try it without the IdP", icon: FlaskConical },
  { id: "link", title: "Send to your IT admin", icon: Send },
];

/** The setup wizard: one step at a time, each with its own address, ticked by what really arrives. */
export const Wizard = () => (
  <Suspense fallback={<SkeletonRows what="the guide" rows={8} />}>
    <GuidedSteps />
  </Suspense>
);

function GuidedSteps() {
  const { state, isVisitor, blocked, update } = useSetup();
  const guide = use(loadGuide(state.directory.provider));
  const [{ step: asked }, setAddress] = useUrlFilters(PARAMETERS);
  const steps = stepsOf(guide, state);
  const tools = isVisitor ? [] : TOOLS;
  const places = [...steps, ...tools];
  const fallback = (state.step && steps.find(({ id }) => id === state.step)) || steps.find(({ done }) => !done);
  const current = places.find(({ id }) => id === asked) ?? fallback ?? steps[0];
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);

  const show = (id: string) => {
    moved.current = true;
    setAddress({ step: id }, { history: "push" });
  };
  const go = (id: string) => {
    show(id);
    if (!blocked && steps.some((step) => step.id === id)) update.mutate({ step: id });
  };
  const id = current?.id ?? PROVIDER;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the step, and nothing else.
  useEffect(() => {
    if (!moved.current) return;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [id]);

  const required = steps.filter(({ optional }) => !optional);
  const done = required.filter((step) => step.done).length;
  const index = steps.findIndex((step) => step.id === id);
  return (
    <div className="grid min-w-0 gap-5 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <nav aria-label="Setup" className="flex min-w-0 flex-col gap-4">
        <ProgressBar
          label="Progress"
          done={done}
          total={required.length}
          text={`${done} of ${required.length}${required.length < steps.length ? " required" : ""} steps done`}
        />
        <FoldedWhereNarrow
          title={index < 0 ? (current?.title ?? "") : `Step ${index + 1} of ${steps.length}: ${current?.title}`}
        >
          <StepList steps={steps} current={id} onGo={go} />
          {tools.length > 0 && <ToolList tools={tools} current={id} onGo={go} />}
        </FoldedWhereNarrow>
      </nav>
      <section
        aria-labelledby="setup-step"
        className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4 shadow-panel sm:p-6"
      >
        <h2 id="setup-step" ref={heading} tabIndex={-1} className="text-lg font-semibold tracking-tight outline-none">
          {current?.title}
        </h2>
        <StepBody id={id} guide={guide} />
        <ChangeFailed error={update.error} />
        <StepEnd guide={guide} steps={steps} index={index} onGo={go} onTicked={show} />
      </section>
    </div>
  );
}

type State = ReturnType<typeof useSetup>["state"];

function stepsOf(guide: Guide, state: State): (ListedStep & { step?: Step })[] {
  const own = guide.steps.map((step) => ({
    id: step.id,
    title: step.title,
    done: isStepDone(step, state),
    optional: step.optional,
    step,
  }));
  const isReady = own.every(({ done, optional }) => done || optional);
  return [
    { id: PROVIDER, title: "Choose the way", done: PROVIDER in state.done || Object.keys(state.signals).length > 0 },
    ...own,
    { id: FINISH, title: "Check and go live", done: FINISH in state.done && isReady },
  ];
}

function StepBody({ id, guide }: { id: string; guide: Guide }) {
  if (id === PROVIDER) return <ProviderStep />;
  if (id === FINISH) return <FinishStep guide={guide} />;
  if (id === "try") return <TryPanel />;
  if (id === "link") return <LinksPanel />;
  const step = guide.steps.find((candidate) => candidate.id === id);
  return step ? <StepView guide={guide} step={step} /> : null;
}

type StepEndProps = {
  guide: Guide;
  steps: readonly ListedStep[];
  index: number;
  onGo: (id: string) => void;
  onTicked: (next: string) => void;
};

/** Back, forward, and the tick by hand where no request can tell. */
function StepEnd({ guide, steps, index, onGo, onTicked }: StepEndProps) {
  const { blocked, update } = useSetup();
  const current = steps[index];
  if (!current) return null;
  const [before, after] = [steps[index - 1], steps[index + 1]];
  const step = guide.steps.find(({ id }) => id === current.id);
  const isByHand = !step?.ticks;
  const tick = () => {
    // The next step waits for the answer: a tick that failed is told on the step it is about.
    const done = { step: current.id, is: true };
    update.mutate({ done, step: after?.id }, { onSuccess: () => after && onTicked(after.id) });
  };
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
      {before && (
        <Button onClick={() => onGo(before.id)}>
          <ArrowLeft aria-hidden className="rtl:rotate-180" /> Back
        </Button>
      )}
      {isByHand && (!current.done || !after) ? (
        <Button
          variant="primary"
          blocked={blocked}
          disabled={current.done}
          busy={update.isPending && update.variables?.done !== undefined}
          onClick={tick}
          className="ms-auto"
        >
          <Check aria-hidden /> {current.done ? "Done" : after ? "Done, next step" : "Finish setup"}
        </Button>
      ) : (
        after && (
          <Button variant={current.done ? "primary" : "secondary"} onClick={() => onGo(after.id)} className="ms-auto">
            Next step <ArrowRight aria-hidden className="rtl:rotate-180" />
          </Button>
        )
      )}
    </div>
  );
}

/** On a phone one step fills the screen, and the list is behind a fold. */
const FoldedWhereNarrow = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <details className="rounded-lg border border-line bg-surface lg:hidden">
      <summary className="min-h-11 cursor-pointer px-3 py-2.5 text-sm font-medium">{title}</summary>
      <div className="flex flex-col gap-3 border-t border-line p-2">{children}</div>
    </details>
    <div className="hidden flex-col gap-4 lg:flex">{children}</div>
  </>
);

type ToolListProps = { tools: typeof TOOLS; current: string; onGo: (id: string) => void };

const ToolList = ({ tools, current, onGo }: ToolListProps) => (
  <ul aria-label="Help with the setup" className="flex flex-col gap-px border-t border-line pt-3">
    {tools.map(({ id, title, icon: Icon }) => (
      <li key={id}>
        <button
          type="button"
          aria-current={id === current ? "page" : undefined}
          onClick={() => onGo(id)}
          className={cx(
            "flex min-h-9 w-full items-center gap-2.5 rounded-md px-2 text-start text-sm transition-colors focus-visible:-outline-offset-2 pointer-coarse:min-h-11",
            id === current ? "bg-selected font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          <Icon aria-hidden className="size-4 shrink-0" />
          {title}
        </button>
      </li>
    ))}
  </ul>
);
