/** Something to say about a stretch of a text; offsets count UTF-16 units from its start. */
export interface CodeProblem {
  from: number;
  to: number;
  severity: "error" | "warning";
  message: string;
}
