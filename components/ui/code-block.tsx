import { Fragment } from "react";
import { cx } from "./cx.ts";

// Strings (a key when a colon follows), then numbers and literals. Applied to the output of JSON.stringify alone.
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

type CodeBlockProps = {
  /** Names the block for assistive technology. */ label: string;
  value: unknown;
  className?: string;
};

/** JSON, coloured by plain CSS and scrollable by keyboard. */
export const CodeBlock = ({ label, value, className }: CodeBlockProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a <section> would need a heading; the label names this scroll area.
  <pre
    role="region"
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    tabIndex={0}
    className={cx(
      "max-h-112 overflow-auto rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-xs/5 focus-visible:-outline-offset-1",
      className,
    )}
  >
    <code>{highlight(JSON.stringify(value, null, 2) ?? "null")}</code>
  </pre>
);

function highlight(json: string) {
  const parts: React.ReactNode[] = [];
  let from = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    const kind = string ? (colon ? "json-key" : "json-string") : "json-literal";
    parts.push(json.slice(from, match.index));
    parts.push(
      <span key={match.index} className={kind}>
        {string ?? whole}
      </span>,
    );
    parts.push(<Fragment key={`${match.index}:`}>{colon}</Fragment>);
    from = match.index + whole.length;
  }
  parts.push(json.slice(from));
  return parts;
}
