"use client";

import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { codeLook, languages } from "./code-mirror-look.ts";
import type { SideBySideProps } from "./side-by-side.tsx";

const NARROW = "(width < 40rem)";

/** The comparison behind `SideBySide`, fetched when it is first opened. */
export function CompareTexts({ label, before, after }: SideBySideProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const read = (name: string): Extension => [
      EditorState.readOnly.of(true),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": `${label}: ${name}`, "aria-readonly": "true" }),
      languages.json(),
      codeLook(),
    ];
    const collapse = { margin: 3, minSize: 4 };
    if (window.matchMedia(NARROW).matches) {
      const one = new EditorView({
        parent,
        doc: after.text,
        extensions: [
          read(`${before.name} and ${after.name}`),
          unifiedMergeView({ original: before.text, mergeControls: false, collapseUnchanged: collapse }),
        ],
      });
      return () => one.destroy();
    }
    const both = new MergeView({
      parent,
      a: { doc: before.text, extensions: read(before.name) },
      b: { doc: after.text, extensions: read(after.name) },
      collapseUnchanged: collapse,
    });
    return () => both.destroy();
  }, [label, before.name, before.text, after.name, after.text]);
  return <div ref={place} />;
}
