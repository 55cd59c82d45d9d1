/** What is wrong with a configuration, and where. */
export interface Finding {
  /** Errors keep it from being saved, warnings do not. */
  readonly severity: "error" | "warning";
  /** Stable. */
  readonly code: string;
  readonly message: string;
  readonly part: "mapping" | "row" | "rule" | "default_role";
  /** Of the row or rule, from 0. */
  readonly index: number | null;
  readonly field: "source" | "transform" | "target" | "filter" | "role" | "group" | null;
  /** In the text of `field`, from 1. */
  readonly column: number | null;
}

/** A text that is not understood: what the parsers of this room throw. */
export class TextProblem extends Error {
  readonly code: string;
  /** From 1. */
  readonly column: number;

  constructor(code: string, message: string, column = 1) {
    super(message);
    this.code = code;
    this.column = column;
  }
}
