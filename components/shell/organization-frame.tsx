"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { chooseOrganization } from "#lib/client/choices.ts";

/** The id of the organization that the frame names; empty for somebody without any. */
const FrameContext = createContext<string | undefined>(undefined);
export const OrganizationFrame = FrameContext.Provider;

/**
 * A page within the frame of its own organization. The frame stays from page to page while each page follows the cookie,
 * which another tab may have changed: then nothing is shown until the server was asked for the frame's organization.
 */
export function InFrame({ organizationId, children }: { organizationId: string; children: ReactNode }) {
  const router = useRouter();
  const framed = useContext(FrameContext);
  const differs = framed !== undefined && framed !== organizationId;
  useEffect(() => {
    if (!differs) return;
    if (framed) chooseOrganization(framed);
    // Frame and page come from one answer then, whatever it is.
    router.refresh();
  }, [differs, framed, router]);
  return differs ? <SkeletonRows what="the page" rows={8} /> : children;
}
