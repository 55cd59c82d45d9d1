import Hourglass from "lucide-react/icons/hourglass";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";

/** How many a group waits for, as icon, word and colour. */
export const WaitingCount = ({ count }: { count: number }) => (
  <Status icon={Hourglass} tone="warn">{`${count.toLocaleString("en")} waiting`}</Status>
);

type WaitingMembersProps = { idp: string; total: number; waiting: { value: string; since: string }[] };

/** Members that were named before they were sent. */
export const WaitingMembers = ({ idp, total, waiting }: WaitingMembersProps) => (
  <Section
    title="Waiting members"
    description={`${upperFirst(idp)} named these as members, but has not sent them yet. They join by themselves when they arrive.`}
    actions={<WaitingCount count={total} />}
  >
    <ul className="divide-y divide-line text-sm">
      {waiting.map(({ value, since }) => (
        <li key={value} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2">
          <code className="min-w-0 font-mono text-xs break-all">{value}</code>
          <span className="text-muted">
            named <RelativeTime at={since} />
          </span>
        </li>
      ))}
    </ul>
    {total > waiting.length && (
      <p className="border-t border-line px-4 py-2 text-sm text-muted">
        and {(total - waiting.length).toLocaleString("en")} more
      </p>
    )}
  </Section>
);

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
