/** The API reference as its page shows it (made by lib/http/api/reference.ts). */

export interface ReferenceField {
  readonly place: "path" | "query" | "header" | "body";
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

export interface ReferenceEntry {
  /** The anchor. */
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** Which credential it takes, in words. */
  readonly needs: string;
  readonly fields: readonly ReferenceField[];
  readonly status: number;
  /** The answer's JSON, laid out; empty: no body, or none that can be said beforehand. */
  readonly answer: string;
  readonly failures: readonly string[];
  readonly curl: string;
  readonly node: string;
}

export interface ReferenceSection {
  readonly tag: string;
  readonly entries: readonly ReferenceEntry[];
}

/** Code with which a receiver knows that a delivery is ours. */
export interface Verifier {
  readonly id: string;
  readonly title: string;
  readonly language: "js" | "python" | "sh";
  readonly code: string;
}
