import Check from "lucide-react/icons/check";
import Minus from "lucide-react/icons/minus";
import type { RuleTrace } from "#lib/contract/mapping-preview.ts";
import { TransformSteps } from "../mapping/transform-steps.tsx";

type RuleLineProps = {
  rule: RuleTrace;
  /** The number of the rule, from 0. */
  at: number;
  nameOf: (role: string) => string;
};

/** Whether one rule applies to one person, and why or why not. */
export const RuleLine = ({ rule, at, nameOf }: RuleLineProps) => (
  <li className="flex items-start gap-2">
    {rule.matched ? (
      <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
    ) : (
      <Minus aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
    )}
    <span className="min-w-0">
      <span className="font-medium">
        {rule.index === null ? `Row ${(rule.row ?? 0) + 1} of the mapping` : `Rule ${at + 1}`}
      </span>{" "}
      <span className={rule.matched ? undefined : "text-muted"}>
        {rule.matched ? "applies" : "does not apply"}: {rule.why}
        {rule.matched && rule.role && `, gives ${nameOf(rule.role)}`}
        {rule.chosen && ", and decides"}
      </span>
      {rule.steps.length > 1 && (
        <span className="mt-1 block">
          <TransformSteps label={`What rule ${at + 1} makes of the value`} steps={rule.steps} />
        </span>
      )}
    </span>
  </li>
);
