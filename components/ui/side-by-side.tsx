"use client";

import dynamic from "next/dynamic";

export interface SideBySideProps {
  /** What is compared, for assistive technology. */
  label: string;
  before: { name: string; text: string };
  after: { name: string; text: string };
}

const CompareTexts = dynamic(() => import("./compare-texts.tsx").then((file) => file.CompareTexts), {
  ssr: false,
  loading: () => (
    <p role="status" className="px-4 py-3 text-sm text-muted">
      Loading the comparison
    </p>
  ),
});

/** Two texts beside each other with what changed between them; one below the other where it is narrow. */
export const SideBySide = ({ label, before, after }: SideBySideProps) => (
  <figure aria-label={label} className="min-w-0">
    <figcaption className="grid grid-cols-1 gap-x-4 pb-1.5 text-sm text-muted sm:grid-cols-2">
      <span>Before: {before.name}</span>
      <span>After: {after.name}</span>
    </figcaption>
    <CompareTexts label={label} before={before} after={after} />
  </figure>
);
