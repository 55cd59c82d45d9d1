import CircleAlert from "lucide-react/icons/circle-alert";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { cx } from "#components/ui/cx.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";

/** One problem: an icon, a word, and where. */
export const ProblemLine = ({ problem }: { problem: ConfigurationProblem }) => {
  const isError = problem.severity === "error";
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <li className={cx("flex items-start gap-1.5", isError ? "text-bad" : "text-warn")}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="text-pretty">
        <span className="font-medium">{isError ? "Error" : "Note"}:</span> {problem.message}
        {problem.column !== null && problem.field && ` (${FIELD_WORDS[problem.field]}, column ${problem.column})`}
      </span>
    </li>
  );
};

const FIELD_WORDS = {
  source: "source",
  transform: "transformation",
  target: "field",
  filter: "condition",
  role: "role",
  group: "group",
} as const;
