"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { noticesQuery } from "#lib/client/administration.ts";
import { canRead } from "#lib/client/permissions.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

const NoticeList = dynamic(() => import("./notice-list.tsx").then((file) => file.NoticeList));

/** What an admin must know on whatever page; what it says is fetched when there is something to say. */
export function OrganizationNotices({ organization }: { organization: OrganizationSummary }) {
  const { data } = useQuery({ ...noticesQuery(organization.id), enabled: canRead(organization) });
  if (!data || (data.alarms.length === 0 && data.pendingLinks === 0 && data.endpoints.length === 0)) return null;
  return <NoticeList organization={organization} notices={data} />;
}
