"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Telescope from "lucide-react/icons/telescope";
import Webhook from "lucide-react/icons/webhook";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink, TextLink } from "#components/ui/text-link.tsx";
import { manageBlocked } from "#lib/client/permissions.ts";
import { useAct } from "#lib/client/use-act.ts";
import { webhooksQuery } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { WebhookEndpoint } from "#lib/contract/webhooks.ts";
import { Deliveries } from "./deliveries.tsx";
import { EndpointStatus } from "./words.tsx";

const AddEndpointDialog = dynamic(() => import("./add-endpoint-dialog.tsx").then((file) => file.AddEndpointDialog));

/** Where the organization's events go, and what became of each. */
export function Webhooks({ organization }: { organization: OrganizationSummary }) {
  const { data, error, isPending, refetch } = useQuery(webhooksQuery(organization.id));
  const [adding, setAdding] = useState<"http" | "inspector">();
  const blocked = manageBlocked(organization);
  useAct("add", () => blocked || setAdding("http"));
  const isEmpty = data?.data.length === 0;
  const buttons = (
    <div className="flex flex-wrap justify-center gap-2">
      <Button blocked={blocked} onClick={() => setAdding("inspector")}>
        <Telescope aria-hidden /> Add inspector
      </Button>
      <Button variant="primary" blocked={blocked} onClick={() => setAdding("http")}>
        <Plus aria-hidden /> Add endpoint
      </Button>
    </div>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        purpose={
          <>
            Your application hears of every change within seconds.{" "}
            <TextLink href="/directory-sync/events/catalogue">What can happen</TextLink> ·{" "}
            <TextLink href="/directory-sync/events">What happened</TextLink>
          </>
        }
        actions={isEmpty ? undefined : buttons}
      />
      {isPending && <SkeletonRows what="endpoints" rows={3} />}
      {error && !data && <LoadFailed what="the endpoints" error={error} onRetry={() => void refetch()} />}
      {isEmpty && (
        <Panel>
          <EmptyState icon={Webhook} title="No endpoint yet" action={buttons}>
            Add the address of your application that takes events, or an inspector to look at deliveries without a
            server of your own.
          </EmptyState>
        </Panel>
      )}
      {data && !isEmpty && (
        <>
          <Panel className="mb-6">
            <EndpointTable endpoints={data.data} />
          </Panel>
          <Deliveries organization={organization} endpoints={data.data} />
        </>
      )}
      {adding && <AddEndpointDialog organization={organization} kind={adding} onClose={() => setAdding(undefined)} />}
    </>
  );
}

const COLUMNS = [
  { label: "Endpoint" },
  { label: "Status" },
  { label: "Last day" },
  { label: "Waiting" },
  { label: "Last answer" },
];

const EndpointTable = ({ endpoints }: { endpoints: WebhookEndpoint[] }) => (
  <Table caption="Endpoints" columns={COLUMNS}>
    {endpoints.map((endpoint) => (
      <EndpointRow key={endpoint.id} endpoint={endpoint} />
    ))}
  </Table>
);

const share = ({ succeeded, attempts }: WebhookEndpoint["health"]) =>
  attempts === 0 ? "No attempts" : `${Math.floor((succeeded / attempts) * 100)} % of ${attempts.toLocaleString("en")}`;

const EndpointRow = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <TableRow>
    <TableCell primary className="w-full">
      <RowLink href={`/directory-sync/webhooks/${endpoint.id}`} className="wrap-anywhere">
        {endpoint.description || endpoint.url}
      </RowLink>
      <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted wrap-anywhere">
        {endpoint.kind === "inspector" && <Badge>Inspector</Badge>}
        {endpoint.description && endpoint.kind === "http" && endpoint.url}
        <span>{endpoint.events.includes("*") ? "All events" : endpoint.events.join(", ")}</span>
      </p>
    </TableCell>
    <TableCell label="Status">
      <EndpointStatus endpoint={endpoint} />
    </TableCell>
    <TableCell label="Last day">
      <span className="whitespace-nowrap tabular-nums">{share(endpoint.health)}</span>
    </TableCell>
    <TableCell label="Waiting">
      <span className="tabular-nums">{endpoint.health.waiting.toLocaleString("en")}</span>
    </TableCell>
    <TableCell label="Last answer">
      {endpoint.health.lastAt ? (
        <span className="whitespace-nowrap">
          <code className="font-mono text-xs">{endpoint.health.lastStatus ?? "none"}</code>{" "}
          <RelativeTime at={endpoint.health.lastAt} className="rounded-sm text-muted" />
        </span>
      ) : (
        <span className="text-muted">Never called</span>
      )}
    </TableCell>
  </TableRow>
);
