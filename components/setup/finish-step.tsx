"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Signal } from "#lib/contract/setup.ts";
import type { Guide } from "#lib/setup/guide.ts";
import { IDP_NAMES, SENDS_NO_GROUPS } from "#lib/setup/values.ts";
import { ProblemList } from "./live-panel.tsx";
import { Note } from "./note.tsx";
import { useSetup } from "./setup-api.ts";

const CHECKS: readonly { signal: Signal; name: string; isAboutGroups?: boolean }[] = [
  { signal: "call", name: "Connection test" },
  { signal: "user_created", name: "First person" },
  { signal: "user_updated", name: "Change of a person" },
  { signal: "user_deactivated", name: "Leaver" },
  { signal: "group_pushed", name: "Group push", isAboutGroups: true },
];

/** Everything that has been seen at a glance, and what comes next. */
export function FinishStep({ guide }: { guide: Guide }) {
  const { state, isVisitor } = useSetup();
  const { provider, id } = state.directory;
  const idp = IDP_NAMES[provider];
  const checks = CHECKS.filter(({ isAboutGroups }) => !(isAboutGroups && SENDS_NO_GROUPS.has(provider)));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="text-pretty text-muted">
        Each line is ticked by a real request of {idp === "Your IdP" ? "your IdP" : idp}, never by a click.
      </p>
      <ul aria-label="Checklist" className="divide-y divide-line rounded-lg border border-line">
        {checks.map(({ signal, name }) => {
          const seen = state.signals[signal];
          return (
            <li
              key={signal}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5 text-sm"
            >
              <span className="min-w-0">
                <span className="block font-medium">{name}</span>
                <span className="block break-words text-muted">
                  {seen ? (
                    <>
                      {seen.sentence} <RelativeTime at={seen.at} />
                    </>
                  ) : (
                    "Not seen yet"
                  )}
                </span>
              </span>
              {seen ? (
                <Status icon={CircleCheck} tone="good">
                  Seen
                </Status>
              ) : (
                <Status icon={CircleDashed}>Waiting</Status>
              )}
            </li>
          );
        })}
      </ul>
      <ProblemList problems={state.problems} />
      <p className="text-sm">
        <strong className="font-semibold">
          {state.directory.users.toLocaleString("en")} {state.directory.users === 1 ? "person" : "people"} and{" "}
          {state.directory.groups.toLocaleString("en")} {state.directory.groups === 1 ? "group" : "groups"}
        </strong>{" "}
        <span className="text-muted">have arrived so far.</span>
      </p>
      {isVisitor ? (
        <Note tone="info">
          You are done when every line is ticked. Whoever sent you this link sees the same list. You may close this
          page.
        </Note>
      ) : (
        <ul className="flex list-disc flex-col gap-1 ps-5 text-sm text-muted">
          <li>
            Assign everybody else in {idp === "Your IdP" ? "your IdP" : idp}, and watch them arrive in the{" "}
            <TextLink href={`/directory-sync/${id}/log`}>provisioning log</TextLink>.
          </li>
          <li>
            Look at the <TextLink href={`/directory-sync/${id}/mapping`}>attribute mapping</TextLink>.
          </li>
          <li>
            The token lives {guide.tokenDays} days unless you chose otherwise:{" "}
            <TextLink href={`/directory-sync/${id}/tokens`}>Tokens</TextLink> says when to replace it.
          </li>
        </ul>
      )}
    </div>
  );
}
