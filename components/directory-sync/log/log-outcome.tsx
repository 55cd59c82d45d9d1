import CircleX from "lucide-react/icons/circle-x";
import Eye from "lucide-react/icons/eye";
import OctagonAlert from "lucide-react/icons/octagon-alert";
import PencilLine from "lucide-react/icons/pencil-line";
import { Status } from "#components/ui/status.tsx";
import type { LogOutcome } from "#lib/contract/log.ts";

const LOOKS = {
  changed: { icon: PencilLine, tone: "good", word: "Changed" },
  read: { icon: Eye, tone: "neutral", word: "Read" },
  refused: { icon: OctagonAlert, tone: "warn", word: "Refused" },
  failed: { icon: CircleX, tone: "bad", word: "Failed" },
} as const;

/** What came of a request, as icon, word and colour. */
export function OutcomeStatus({ outcome }: { outcome: LogOutcome }) {
  const { icon, tone, word } = LOOKS[outcome];
  return (
    <Status icon={icon} tone={tone}>
      {word}
    </Status>
  );
}
