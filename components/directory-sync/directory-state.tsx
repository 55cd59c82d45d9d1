import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CircleOff from "lucide-react/icons/circle-off";
import CirclePause from "lucide-react/icons/circle-pause";
import FlaskConical from "lucide-react/icons/flask-conical";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { LucideIcon } from "#components/ui/icon.ts";
import { Status } from "#components/ui/status.tsx";
import type { HealthState } from "#lib/contract/overview.ts";

interface Look {
  readonly icon: LucideIcon;
  readonly tone: "neutral" | "good" | "warn" | "info";
  readonly word: string;
}

/** Icon, colour and word of each state, once for the list of directories and for the directory's own page. */
export const STATE_LOOKS: Record<HealthState, Look> = {
  not_set_up: { icon: CircleDashed, tone: "info", word: "Not set up" },
  waiting: { icon: CircleDashed, tone: "info", word: "Waiting" },
  testing: { icon: FlaskConical, tone: "good", word: "Testing" },
  healthy: { icon: CircleCheck, tone: "good", word: "Active" },
  attention: { icon: TriangleAlert, tone: "warn", word: "Needs attention" },
  paused: { icon: CirclePause, tone: "warn", word: "Paused" },
  off: { icon: CircleOff, tone: "neutral", word: "Switched off" },
};

/** The state of a directory as icon, word and colour. */
export function DirectoryStatus({ state }: { state: HealthState }) {
  const { icon, tone, word } = STATE_LOOKS[state];
  return (
    <Status icon={icon} tone={tone}>
      {word}
    </Status>
  );
}
