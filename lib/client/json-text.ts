/** JSON as people type it: what is wrong is said with its place. */
import type { CodeProblem } from "./code-problem.ts";

/** The value, or the place where reading it ends. */
export function readJson(text: string): { value: unknown } | { problem: CodeProblem } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    const at = placeOf(said, text);
    const message =
      at >= text.trimEnd().length
        ? "The JSON ends too early: a bracket or quote is still open."
        : "This is no JSON from here on: look for a missing comma, quote or bracket.";
    return { problem: { severity: "error", from: at, to: Math.min(text.length, at + 1), message } };
  }
}

/** Browsers say it as a position, or as line and column. */
function placeOf(said: string, text: string): number {
  const position = /position (\d+)/.exec(said);
  if (position) return Number(position[1]);
  const [, line, column] = /line (\d+) column (\d+)/.exec(said) ?? [];
  if (!line || !column) return text.trimEnd().length;
  const before = text.split("\n").slice(0, Number(line) - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + Number(column) - 1;
}
