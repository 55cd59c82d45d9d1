"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { Section } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { DirectoryHealth } from "#lib/contract/overview.ts";

/** What is wrong, each with the one link that helps, and the numbers of the last day. */
export const HealthSection = ({ directoryId, health }: { directoryId: string; health: DirectoryHealth }) => (
  <Section title="Health" description="What the last 24 hours say.">
    {health.issues.length === 0 ? (
      <p className="flex items-center gap-2 px-4 py-3 text-sm">
        <CircleCheck aria-hidden className="size-4 text-good" /> Nothing needs attention.
      </p>
    ) : (
      <ul className="divide-y divide-line">
        {health.issues.map(({ code, title, words, path, action }) => (
          <li key={code + words} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-3 text-sm">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-medium">{title}</p>
              <p className="wrap-anywhere text-muted">{words}</p>
            </div>
            <TextLink href={`/directory-sync/${directoryId}${path}`} prefetch={false}>
              {action}
            </TextLink>
          </li>
        ))}
      </ul>
    )}
    <Numbers health={health} />
  </Section>
);

function Numbers({ health: { lastDay, rhythmSeconds } }: { health: DirectoryHealth }) {
  if (lastDay.requests === 0) return null;
  const share = (count: number) => `${((count / lastDay.requests) * 100).toFixed(1)} %`;
  const facts: [string, string][] = [
    ["Refused or failed", share(lastDay.refused + lastDay.failed)],
    ["Held back (429)", share(lastDay.throttled)],
    ["Refused tokens (401)", lastDay.unauthorized.toLocaleString("en")],
    ["19 of 20 answers within", lastDay.p95Ms === null ? "–" : `${lastDay.p95Ms.toLocaleString("en")} ms`],
    ["Usual gap between calls", rhythmSeconds === null ? "not known yet" : `${Math.round(rhythmSeconds / 60)} min`],
  ];
  return (
    <dl className="grid grid-cols-2 gap-px border-t border-line bg-line sm:grid-cols-5">
      {facts.map(([name, value]) => (
        <div key={name} className="bg-surface px-4 py-2.5 max-sm:last:col-span-2">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="text-sm font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
