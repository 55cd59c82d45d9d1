"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { previewQuery } from "#lib/client/mapping.ts";
import type { PreviewRequest } from "#lib/contract/mapping-preview.ts";

/** Whose data the editor tries itself on. */
export type Sample =
  | { kind: "last" }
  | { kind: "person"; userId: string }
  | { kind: "pasted"; payload: Record<string, unknown> };

/** The sample of a page: a pasted payload is this page's own, a person stands in its address. */
export function useSample(
  directoryId: string,
  /** How many people there are: before the first, nobody can have been written last. */
  people: number,
  person: string | null,
  setPerson: (userId: string | null) => void,
) {
  const [pasted, setPasted] = useState<Record<string, unknown>>();
  const sample: Sample = pasted
    ? { kind: "pasted", payload: pasted }
    : person
      ? { kind: "person", userId: person }
      : { kind: "last" };
  const preview = useQuery({
    ...previewQuery(directoryId, requestOf(sample)),
    enabled: sample.kind !== "last" || people > 0,
  });
  const choose = (chosen: Sample) => {
    setPasted(chosen.kind === "pasted" ? chosen.payload : undefined);
    setPerson(chosen.kind === "person" ? chosen.userId : null);
  };
  return { sample, preview, choose };
}

function requestOf(sample: Sample): PreviewRequest {
  if (sample.kind === "pasted") return { payload: sample.payload };
  return sample.kind === "person" ? { userId: sample.userId } : { last: true };
}
