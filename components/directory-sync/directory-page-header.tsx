"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PageHeader } from "#components/ui/page-header.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { PROVIDER_SHORT_NAMES } from "./provider.tsx";

/** What to call the IdP of a directory in the middle of a sentence. The layout has read the directory already. */
export function useIdpName(directoryId: string): string {
  const { data: directory } = useQuery(directoryQuery(directoryId));
  if (!directory || directory.provider === "generic") return "your IdP";
  return PROVIDER_SHORT_NAMES[directory.provider];
}

type DirectoryPageHeaderProps = {
  directoryId: string;
  title: string;
  purpose: ReactNode;
  /** The list this page's subject is in. */
  list?: { label: string; href: string };
  actions?: ReactNode;
};

/** The heading of a page inside a directory, with the way back up. */
export function DirectoryPageHeader({ directoryId, title, purpose, list, actions }: DirectoryPageHeaderProps) {
  const { data: directory } = useQuery(directoryQuery(directoryId));
  return (
    <PageHeader
      title={title}
      purpose={purpose}
      trail={[
        { label: "Directory sync", href: "/directory-sync" },
        { label: directory?.name ?? "Directory", href: `/directory-sync/${directoryId}` },
        ...(list ? [list] : []),
      ]}
      actions={actions}
    />
  );
}
