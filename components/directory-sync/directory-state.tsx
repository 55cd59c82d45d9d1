import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CirclePause from "lucide-react/icons/circle-pause";
import { Status } from "#components/ui/status.tsx";
import type { DirectoryState } from "#lib/contract/directory.ts";

const LOOKS = {
  waiting: { icon: CircleDashed, tone: "info", word: "Waiting" },
  active: { icon: CircleCheck, tone: "good", word: "Active" },
  paused: { icon: CirclePause, tone: "warn", word: "Paused" },
} as const;

/** The state of a directory as icon, word and colour. */
export function DirectoryStatus({ state }: { state: DirectoryState }) {
  const { icon, tone, word } = LOOKS[state];
  return (
    <Status icon={icon} tone={tone}>
      {word}
    </Status>
  );
}
