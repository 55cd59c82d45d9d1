/** Joins class names. What a caller must win against a component's own class says so itself, with Tailwind's `!`. */
export const cx = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(" ");
