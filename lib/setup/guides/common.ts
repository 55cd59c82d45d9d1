import type { Row, Step } from "../guide.ts";

export const field = (label: string, value: string, copy = false): Row => ({
  kind: "field",
  label,
  value: { text: value, copy },
});
export const url = (label: string): Row => ({ kind: "field", label, value: "url" });
export const token = (label: string): Row => ({ kind: "field", label, value: "token" });
export const tick = (label: string, on = true, optional = false): Row => ({ kind: "tick", label, on, optional });
export const choice = (label: string, value: string): Row => ({ kind: "choice", label, value });
export const heading = (text: string): Row => ({ kind: "heading", text });
export const button = (label: string, press = true): Row => ({ kind: "button", label, press });
export const item = (label: string, note?: string, chosen = false): Row => ({
  kind: "item",
  label,
  ...(note !== undefined && { note }),
  chosen,
});

/** People leave: the step that most setups forget to try. */
export const leaverStep = (todo: readonly string[], path: readonly string[], notes: Step["notes"] = []): Step => ({
  id: "leaver",
  title: "Take one person out again",
  who: "idp",
  path,
  todo,
  notes: [
    ...notes,
    {
      tone: "info",
      text: "The person stays visible here as inactive and loses the membership at once. Assigned again, the same person comes back.",
    },
  ],
  ticks: ["user_deactivated"],
  waitsFor: "a person who is switched off",
});

/** Something about a person changes. */
export const moverStep = (todo: readonly string[], path: readonly string[]): Step => ({
  id: "mover",
  title: "Change something about that person",
  who: "idp",
  path,
  todo,
  ticks: ["user_updated"],
  waitsFor: "a changed person",
});
