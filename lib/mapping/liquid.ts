/**
 * Liquid, locked down: the filters below, no tags, no partials, one variable `value`; input, output, memory and time
 * are bounded. What an IdP sends is only ever the value, never the template.
 */
import { Context, Liquid, type LiquidError, Output, type Template, toValueSync } from "liquidjs";
import type { JsonValue } from "#lib/scim/resource.ts";
import { TextProblem } from "./finding.ts";

/** authn.sh's ten, then `map` and `join` for lists. */
export const FILTERS = [
  "downcase",
  "upcase",
  "strip",
  "split",
  "first",
  "last",
  "replace",
  "prepend",
  "append",
  "default",
  "map",
  "join",
] as const;

/** Characters. */
const TEMPLATE_MAX = 2_000;
/** Characters, of a list or object as JSON. */
export const VALUE_MAX = 8_192;
/**
 * Milliseconds. Filters are linear and their input is bounded, so nothing comes near it; a tighter limit would fail at
 * random on a busy machine, and the preview would differ from what happens.
 */
const RENDER_MS = 100;
/** Characters and elements that filters may handle altogether. */
const MEMORY_MAX = 20_000;
const FILTERS_MAX = 50;

/** One filter of a run, as written, and what it made. */
export interface Step {
  readonly name: string;
  readonly value: JsonValue;
}

/** A template, understood; it may be applied to any number of values. */
export interface Transform {
  readonly text: string;
  /** Whether the result depends on the value at all. */
  readonly usesValue: boolean;
  /**
   * The result; undefined when it is empty. A template that is one output gives what its last filter gives, be it a
   * list; text around it makes text of it. `steps`, if given, collects what each filter makes.
   * @throws TransformFailed
   */
  apply(value: JsonValue | undefined, steps?: Step[]): JsonValue | undefined;
}

/** The template cannot be applied to this value. */
export class TransformFailed extends Error {}

let recording: Step[] | undefined;

function lockedEngine(): Liquid {
  const engine = new Liquid({
    templates: {},
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: TEMPLATE_MAX,
    renderLimit: RENDER_MS,
    memoryLimit: MEMORY_MAX,
    dynamicPartials: false,
    cache: undefined,
  });
  const allowed = new Map(FILTERS.map((name) => [name as string, engine.filters[name]]));
  for (const name of Object.keys(engine.filters)) delete engine.filters[name];
  for (const name of Object.keys(engine.tags)) delete engine.tags[name];
  for (const [name, filter] of allowed) engine.registerFilter(name, recorded(name, filter as FilterHandler));
  return engine;
}

type FilterHandler = (this: unknown, value: unknown, ...given: unknown[]) => unknown;

/** The filter, telling what it made to whoever listens. */
function recorded(name: string, filter: FilterHandler): FilterHandler {
  return function (this: unknown, value, ...given) {
    const made = toValueSync(filter.call(this, value, ...given) as never) as JsonValue;
    recording?.push({ name: written(name, given), value: made ?? null });
    return made;
  };
}

const written = (name: string, given: readonly unknown[]) =>
  given.length === 0 ? name : `${name}: ${given.map((argument) => JSON.stringify(argument) ?? "nil").join(", ")}`;

const engine = lockedEngine();
const compiled = new Map<string, Transform | TextProblem>();
const COMPILED_MAX = 1_000;

/** Compiles once for each text. @throws TextProblem bad_template, unknown_filter, unknown_variable, with the column */
export function compileTransform(text: string): Transform {
  let known = compiled.get(text);
  if (known === undefined) {
    known = compile(text);
    if (compiled.size >= COMPILED_MAX) compiled.delete(compiled.keys().next().value as string);
    compiled.set(text, known);
  }
  if (known instanceof TextProblem) throw known;
  return known;
}

function compile(text: string): Transform | TextProblem {
  if (text.length > TEMPLATE_MAX)
    return new TextProblem("bad_template", `A transformation has at most ${TEMPLATE_MAX} characters.`);
  let templates: Template[];
  try {
    templates = engine.parse(text);
  } catch (error) {
    return readFailure(error as LiquidError, text);
  }
  return checkVariables(templates, text) ?? checkFilters(templates) ?? transformOf(text, templates);
}

function readFailure(error: LiquidError, text: string): TextProblem {
  const [said = "The template is not understood."] = error.message.split(", line:");
  const filter = /undefined filter: ?(.+)/.exec(said)?.[1];
  const tag = /tag "([^"]*)" not found/.exec(said)?.[1];
  const [line = 1, column = 1] = error.token?.getPosition?.() ?? [];
  const lineStart = text
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, each) => sum + each.length + 1, 0);
  if (filter !== undefined) {
    const at = new RegExp(`\\|\\s*${filter.replace(/[^\w]/g, "\\$&")}`).exec(text);
    const place = at ? at.index + at[0].length - filter.length + 1 : lineStart + column;
    return new TextProblem("unknown_filter", `There is no filter "${filter}". Allowed: ${FILTERS.join(", ")}.`, place);
  }
  if (tag !== undefined)
    return new TextProblem(
      "forbidden_tag",
      `Tags such as {% ${tag} %} are not allowed: only {{ value | … }}.`,
      lineStart + column,
    );
  return new TextProblem(
    "bad_template",
    `${said.charAt(0).toUpperCase()}${said.slice(1)}.`.replace("..", "."),
    lineStart + column,
  );
}

function checkVariables(templates: Template[], text: string): TextProblem | undefined {
  const strange = engine.globalVariablesSync(templates).find((name) => name !== "value");
  if (strange === undefined) return undefined;
  return new TextProblem(
    "unknown_variable",
    `There is no variable "${strange}": the value is called value.`,
    Math.max(1, text.indexOf(strange) + 1),
  );
}

function checkFilters(templates: Template[]): TextProblem | undefined {
  const count = templates.reduce((sum, each) => sum + (each instanceof Output ? each.value.filters.length : 0), 0);
  return count > FILTERS_MAX
    ? new TextProblem("bad_template", `A transformation has at most ${FILTERS_MAX} filters.`)
    : undefined;
}

function transformOf(text: string, templates: Template[]): Transform {
  const [only] = templates;
  const single = templates.length === 1 && only instanceof Output ? only : undefined;
  return {
    text,
    usesValue: engine.globalVariablesSync(templates).includes("value"),
    apply(value, steps) {
      if (sizeOf(value) > VALUE_MAX) throw new TransformFailed(`The value is longer than ${VALUE_MAX} characters.`);
      recording = steps;
      try {
        const context = new Context({ value }, engine.options, { sync: true });
        const made = single ? toValueSync(single.value.value(context) as never) : engine.renderSync(templates, context);
        return bounded(made as JsonValue | undefined);
      } catch (error) {
        if (error instanceof TransformFailed) throw error;
        const [said = "it failed"] = (error as Error).message.split(", line:");
        throw new TransformFailed(`The transformation failed: ${said}.`);
      } finally {
        recording = undefined;
      }
    },
  };
}

function bounded(made: JsonValue | undefined): JsonValue | undefined {
  if (made === undefined || made === null || made === "" || (Array.isArray(made) && made.length === 0))
    return undefined;
  if (sizeOf(made) > VALUE_MAX) throw new TransformFailed(`The result is longer than ${VALUE_MAX} characters.`);
  return made;
}

const sizeOf = (value: JsonValue | undefined) =>
  typeof value === "string" ? value.length : typeof value === "object" ? JSON.stringify(value).length : 0;
