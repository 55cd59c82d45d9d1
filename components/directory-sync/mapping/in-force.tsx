import CircleCheck from "lucide-react/icons/circle-check";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import type { Mapping } from "#lib/contract/mapping.ts";

/** Which version applies, and whose it is. */
export const InForce = ({ mapping }: { mapping: Pick<Mapping, "version" | "savedAt" | "savedBy" | "note"> }) => (
  <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
    <Status icon={CircleCheck} tone={mapping.version === 0 ? "neutral" : "good"}>
      {mapping.version === 0 ? "Default mapping" : `Version ${mapping.version} in force`}
    </Status>
    {mapping.savedAt && (
      <span className="wrap-anywhere">
        {mapping.savedBy}, <RelativeTime at={mapping.savedAt} />
        {mapping.note && `: ${mapping.note}`}
      </span>
    )}
  </p>
);
