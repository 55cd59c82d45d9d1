"use client";

import { CodeBlock } from "./code-block.tsx";
import { CopyButton } from "./copy-field.tsx";

type JsonDocumentProps = { /** Names it for assistive technology. */ label: string; value: unknown };

/** A JSON document to read and to copy. */
export const JsonDocument = ({ label, value }: JsonDocumentProps) => (
  <div className="flex min-w-0 flex-col items-end gap-2">
    <CopyButton value={JSON.stringify(value, null, 2)} what={label} />
    <CodeBlock label={label} value={value} className="w-full" />
  </div>
);
