/** Roles that a Liquid text is sure to give: they have to exist before anybody gets them. */
import { type Finding, TextProblem } from "./finding.ts";
import { type Transform, TransformFailed } from "./liquid.ts";

const SLUG = /^org:[a-z0-9]/;
/** What `replace` looks for: values of which the text says itself what it makes of them. */
const SEARCHED = /replace:\s*(["'])(.*?)\1\s*,/g;

/** A role that is the result for nobody's data, or for a value that the text names itself, and that is not there. */
export function missingRole(
  transform: Transform,
  problem: (role: string) => Pick<Finding, "code" | "message">,
  grantable: readonly string[],
): TextProblem | undefined {
  const named = [...transform.text.matchAll(SEARCHED)].map(([, , searched]) => searched);
  for (const value of [undefined, ...named]) {
    const role = resultOf(transform, value);
    if (role === undefined || grantable.includes(role)) continue;
    if (transform.usesValue && !SLUG.test(role)) continue;
    const { code, message } = problem(role);
    return new TextProblem(code, message, transform.text.indexOf(role) + 1 || 1);
  }
  return undefined;
}

function resultOf(transform: Transform, value: string | undefined): string | undefined {
  try {
    const made = transform.apply(value);
    return typeof made === "string" ? made.trim() : undefined;
  } catch (error) {
    if (error instanceof TransformFailed) return undefined;
    throw error;
  }
}
