import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import { cx } from "#components/ui/cx.ts";
import { Section } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { DirectoryHealth } from "#lib/contract/overview.ts";

/** What is left to set up, ticked by what has happened and not by clicks. */
export const LeftToDo = ({ directoryId, left }: { directoryId: string; left: DirectoryHealth["left"] }) => (
  <Section title="Finish the setup" description={`${left.filter(({ done }) => done).length} of ${left.length} done.`}>
    <ul className="flex flex-col gap-1 px-4 py-3 text-sm">
      {left.map(({ step, done, path }) => {
        const Icon = done ? CircleCheck : CircleDashed;
        return (
          <li key={step} className="flex min-h-8 items-center gap-2.5">
            <Icon aria-hidden className={cx("size-4 shrink-0", done ? "text-good" : "text-faint")} />
            <span className="sr-only">{done ? "Done: " : "To do: "}</span>
            {done ? (
              <span className="text-muted">{step}</span>
            ) : (
              <TextLink href={`/directory-sync/${directoryId}${path}`}>{step}</TextLink>
            )}
          </li>
        );
      })}
    </ul>
  </Section>
);
