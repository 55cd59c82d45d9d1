/** The setup guides as data: one a provider way, drawn by one wizard. Our own words for what each IdP's admin does. */
import type { Provider } from "#lib/contract/provider.ts";
import type { Signal } from "#lib/contract/setup.ts";

/** Who does a step. `you`: in Rollcall. `idp`: whoever administers the IdP. */
export type Who = "you" | "idp";

/** What stands in a field of the IdP: this directory's address or token, or a text that is always the same. */
export type FieldValue = "url" | "token" | { readonly text: string; readonly copy?: boolean };

/** One row of a drawn form, from top to bottom. */
export type Row =
  | { readonly kind: "field"; readonly label: string; readonly value: FieldValue }
  | { readonly kind: "choice"; readonly label: string; readonly value: string }
  | { readonly kind: "tick"; readonly label: string; readonly on: boolean; readonly optional?: boolean }
  | { readonly kind: "switch"; readonly label: string; readonly on: boolean }
  | { readonly kind: "heading"; readonly text: string }
  /** A line of a mapping. `act`: keep as it is, delete with the X, or set how people are matched. */
  | {
      readonly kind: "mapping";
      readonly from: string;
      readonly to: string;
      readonly act: "keep" | "delete" | "match";
      readonly note?: string;
    }
  | { readonly kind: "item"; readonly label: string; readonly note?: string; readonly chosen?: boolean }
  | { readonly kind: "button"; readonly label: string; readonly press?: boolean };

/** A form of the IdP, drawn. `alt` says in a sentence what is to be seen and done. */
export interface Picture {
  readonly alt: string;
  /** What stands over the form. */
  readonly title: string;
  readonly tabs?: readonly string[];
  /** Of `tabs`. */
  readonly tab?: string;
  readonly rows: readonly Row[];
}

export interface Note {
  readonly tone: "info" | "warn";
  readonly text: string;
}

export interface Step {
  /** Stands in the address as `?step=`: never rename. */
  readonly id: string;
  readonly title: string;
  readonly who: Who;
  /** The menu path in the IdP, level by level. */
  readonly path?: readonly string[];
  /** What to do, in order. `**word**` marks what is read on the screen. */
  readonly todo: readonly string[];
  readonly picture?: Picture;
  readonly notes?: readonly Note[];
  /** The token is made here. */
  readonly makesToken?: boolean;
  /** Real requests that tick the step, any of them; none: it is ticked by hand. */
  readonly ticks?: readonly Signal[];
  /** What is waited for, while nothing has come. */
  readonly waitsFor?: string;
  /** Not needed for a working setup. */
  readonly optional?: boolean;
}

export interface Guide {
  readonly provider: Provider;
  /** Two lines: what comes of it, and what it takes. */
  readonly summary: string;
  readonly needs: readonly string[];
  /** Days a token lives unless changed. */
  readonly tokenDays: number;
  readonly steps: readonly Step[];
}

/** The step an address names, else the first that is not done. */
export const findStep = (guide: Guide, id: string | null) => guide.steps.find((step) => step.id === id);

/** Whether the step is done, and by what. */
export function isStepDone(
  step: Step,
  state: { signals: Readonly<Record<string, unknown>>; done: Readonly<Record<string, unknown>> },
): boolean {
  if (step.id in state.done) return true;
  return step.ticks?.some((signal) => signal in state.signals) ?? false;
}
