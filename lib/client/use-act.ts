"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { withQuery } from "./request.ts";

const ACT = "act";

/** The address of a page with a dialog of it open: `useAct` on that page begins with `act`. */
export const actHref = (path: string, act: string) => withQuery(path, { [ACT]: act });

/** Begins what the address asks for (`?act=issue`), once, and takes the word out of the address. */
export function useAct(act: string, begin: () => void) {
  const isAsked = useSearchParams().get(ACT) === act;
  const begun = useEffectEvent(begin);
  useEffect(() => {
    if (!isAsked) return;
    const { pathname, search, hash } = window.location;
    const rest = new URLSearchParams(search);
    rest.delete(ACT);
    window.history.replaceState(null, "", pathname + (rest.size > 0 ? `?${rest}` : "") + hash);
    begun();
  }, [isAsked]);
}
