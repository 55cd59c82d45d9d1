"use client";

import { useQuery } from "@tanstack/react-query";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Inbox from "lucide-react/icons/inbox";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { mailsQuery } from "#lib/client/administration.ts";
import { canManage } from "#lib/client/permissions.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

/** What was said to the organization's people, and whether it has gone out. */
export function Outbox({ organization }: { organization: OrganizationSummary }) {
  const { data } = useQuery({ ...mailsQuery(organization.id), enabled: canManage(organization) });
  if (!data) return null;
  return (
    <Section
      title="Outbox"
      description={
        data.sendsMail ? "What was sent by mail." : "This server sends no mail: what there is to say stays here."
      }
    >
      {data.data.length === 0 && <p className="px-4 py-3 text-sm text-muted">Nothing has been said yet.</p>}
      <ul className="divide-y divide-line">
        {data.data.map((mail) => (
          <li key={mail.id}>
            <details className="px-4 py-2.5 text-sm">
              <summary className="flex min-h-8 cursor-pointer flex-wrap items-center justify-between gap-x-3 gap-y-1">
                <span className="min-w-0 font-medium wrap-anywhere">
                  {mail.subject} <span className="font-normal text-muted">to {mail.recipient}</span>
                </span>
                <span className="flex items-center gap-2">
                  {mail.sentAt ? (
                    <Status icon={CircleCheck} tone="good">
                      Sent
                    </Status>
                  ) : mail.problem ? (
                    <Status icon={CircleAlert} tone="bad">
                      Not sent
                    </Status>
                  ) : (
                    <Status icon={Inbox}>Kept here</Status>
                  )}
                  <RelativeTime at={mail.createdAt} />
                </span>
              </summary>
              <pre className="mt-2 overflow-x-auto rounded-md bg-sunken p-3 font-sans whitespace-pre-wrap wrap-anywhere">
                {mail.text}
              </pre>
              {mail.problem && <p className="mt-2 text-bad">{mail.problem}</p>}
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}
