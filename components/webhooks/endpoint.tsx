"use client";

import { useQuery } from "@tanstack/react-query";
import Ban from "lucide-react/icons/ban";
import CirclePause from "lucide-react/icons/circle-pause";
import CirclePlay from "lucide-react/icons/circle-play";
import KeyRound from "lucide-react/icons/key-round";
import Pencil from "lucide-react/icons/pencil";
import Send from "lucide-react/icons/send";
import Trash from "lucide-react/icons/trash-2";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { ChangeFailed, failureSentence, LoadFailed } from "#components/ui/load-failed.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Fact, Facts, Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { manageBlocked } from "#lib/client/permissions.ts";
import { useDeleteWebhook, useEndOverlap, useUpdateWebhook, webhookQuery } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { WebhookEndpoint } from "#lib/contract/webhooks.ts";
import { Deliveries } from "./deliveries.tsx";
import { Inspections } from "./inspections.tsx";
import { EndpointStatus } from "./words.tsx";

const EditEndpointDialog = dynamic(() => import("./edit-endpoint-dialog.tsx").then((file) => file.EditEndpointDialog));
const RotateDialog = dynamic(() => import("./rotate-dialog.tsx").then((file) => file.RotateDialog));
const TestDialog = dynamic(() => import("./test-dialog.tsx").then((file) => file.TestDialog));

type EndpointProps = { organization: OrganizationSummary; endpointId: string };

/** One endpoint: how it does, its secrets, and what was sent to it. */
export function Endpoint({ organization, endpointId }: EndpointProps) {
  const { data, error, isPending, refetch } = useQuery(webhookQuery(organization.id, endpointId));
  if (isPending) return <SkeletonRows what="the endpoint" rows={5} />;
  if (!data) return <LoadFailed what="the endpoint" error={error} onRetry={() => void refetch()} />;
  return <EndpointPage organization={organization} endpoint={data} />;
}

type Dialog = "edit" | "rotate" | "test" | "delete";

function EndpointPage({ organization, endpoint }: { organization: OrganizationSummary; endpoint: WebhookEndpoint }) {
  const router = useRouter();
  const update = useUpdateWebhook(organization.id, endpoint.id);
  const remove = useDeleteWebhook(organization.id, endpoint.id);
  const [dialog, setDialog] = useState<Dialog>();
  const blocked = manageBlocked(organization);
  const close = () => setDialog(undefined);
  const { waiting, failed } = endpoint.health;
  return (
    <>
      <PageHeader
        title={endpoint.description || (endpoint.kind === "inspector" ? "Inspector" : endpoint.url)}
        purpose={endpoint.kind === "inspector" ? "Deliveries to look at, without a server of your own." : endpoint.url}
        trail={[{ label: "Webhooks", href: "/directory-sync/webhooks" }]}
        actions={
          <>
            <Button blocked={blocked} disabled={endpoint.state !== "enabled"} onClick={() => setDialog("test")}>
              <Send aria-hidden /> Send test
            </Button>
            <Button blocked={blocked} onClick={() => setDialog("edit")}>
              <Pencil aria-hidden /> Edit
            </Button>
            <StateButton
              endpoint={endpoint}
              blocked={blocked}
              busy={update.isPending}
              onChange={(state) => update.mutate({ state })}
            />
          </>
        }
      />
      <div className="flex flex-col gap-4 pb-6">
        <ChangeFailed error={update.error} />
        <StateNotice endpoint={endpoint} />
        <Section title="Endpoint">
          <Facts>
            <Fact name="Status">
              <EndpointStatus endpoint={endpoint} />
            </Fact>
            <Fact name="Events">
              <span className="wrap-anywhere">
                {endpoint.events.includes("*") ? "All events" : endpoint.events.join(", ")}
              </span>
            </Fact>
            <Fact name="Last 24 hours">
              {endpoint.health.attempts === 0
                ? "No attempts"
                : `${endpoint.health.succeeded.toLocaleString("en")} of ${endpoint.health.attempts.toLocaleString("en")} attempts received${endpoint.health.p95Ms === null ? "" : `, 95 % within ${endpoint.health.p95Ms.toLocaleString("en")} ms`}`}
            </Fact>
            <Fact name="Waiting">{waiting.toLocaleString("en")}</Fact>
            <Fact name="Given up">{failed.toLocaleString("en")}</Fact>
            {endpoint.headers.length > 0 && <Fact name="Own headers">{endpoint.headers.join(", ")}</Fact>}
            <Fact name="Added">
              <RelativeTime at={endpoint.createdAt} />
            </Fact>
          </Facts>
          {endpoint.kind === "inspector" && (
            <div className="border-t border-line px-4 py-3">
              <CopyField label="Address" value={endpoint.url} hint="Takes signed deliveries only." />
            </div>
          )}
        </Section>
        <Secrets
          organization={organization}
          endpoint={endpoint}
          blocked={blocked}
          onRotate={() => setDialog("rotate")}
        />
        {endpoint.kind === "inspector" && <Inspections organization={organization} endpointId={endpoint.id} />}
        <Deliveries organization={organization} endpoints={[endpoint]} only={endpoint.id} />
        <div>
          <Button variant="danger" blocked={blocked} onClick={() => setDialog("delete")}>
            <Trash aria-hidden /> Delete endpoint
          </Button>
        </div>
      </div>
      {dialog === "edit" && <EditEndpointDialog organization={organization} endpoint={endpoint} onClose={close} />}
      {dialog === "rotate" && <RotateDialog organization={organization} endpoint={endpoint} onClose={close} />}
      {dialog === "test" && <TestDialog organization={organization} endpoint={endpoint} onClose={close} />}
      <ConfirmDialog
        open={dialog === "delete"}
        onOpenChange={close}
        title="Delete this endpoint?"
        effect={
          <p>
            Its deliveries and their history go with it; {waiting.toLocaleString("en")} that still wait are not sent.
            The events themselves stay in the feed.
          </p>
        }
        confirmLabel="Delete endpoint"
        tone="danger"
        typeToConfirm={new URL(endpoint.url).hostname}
        busy={remove.isPending}
        error={remove.error ? failureSentence(remove.error) : undefined}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push("/directory-sync/webhooks") })}
      />
    </>
  );
}

type StateButtonProps = {
  endpoint: WebhookEndpoint;
  blocked: string | undefined;
  busy: boolean;
  onChange: (state: "enabled" | "paused") => void;
};

const StateButton = ({ endpoint, blocked, busy, onChange }: StateButtonProps) =>
  endpoint.state === "enabled" ? (
    <Button blocked={blocked} busy={busy} onClick={() => onChange("paused")}>
      <CirclePause aria-hidden /> Pause
    </Button>
  ) : (
    <Button variant="primary" blocked={blocked} busy={busy} onClick={() => onChange("enabled")}>
      <CirclePlay aria-hidden /> {endpoint.state === "paused" ? "Resume" : "Enable"}
    </Button>
  );

const WHY = {
  failing: "Nothing was received for five days, so Rollcall stopped calling it.",
  gone: "The receiver answered 410: gone for good.",
  manual: "Somebody of your organization disabled it.",
} as const;

/** What is wrong with the endpoint and what to do about it. */
function StateNotice({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { state, disabledReason, failingSince, health } = endpoint;
  if (state === "disabled") {
    return (
      <Notice icon={Ban} tone="bad" title="This endpoint is disabled">
        {WHY[disabledReason ?? "manual"]} Events that happen meanwhile are kept. Mend the receiver, enable the endpoint,
        then use “Send again” for the events it never got.
      </Notice>
    );
  }
  if (state === "paused") {
    return (
      <Notice icon={CirclePause} title="This endpoint is paused">
        {health.waiting.toLocaleString("en")} deliveries wait; they are sent in order when you resume it.
      </Notice>
    );
  }
  if (!failingSince) return null;
  return (
    <Notice icon={TriangleAlert} tone="warn" title="Nothing is received any more">
      It has only failed since <RelativeTime at={failingSince} className="rounded-sm" />. Open a delivery to see why.
      After five days it is disabled.
    </Notice>
  );
}

type SecretsProps = {
  organization: OrganizationSummary;
  endpoint: WebhookEndpoint;
  blocked: string | undefined;
  onRotate: () => void;
};

function Secrets({ organization, endpoint, blocked, onRotate }: SecretsProps) {
  const end = useEndOverlap(organization.id, endpoint.id);
  const isOverlapping = endpoint.secrets.length > 1;
  return (
    <Section
      title="Signing secret"
      description={
        isOverlapping
          ? "Every delivery carries a signature of each, so that the receiver can change over in peace."
          : "Every delivery is signed with it."
      }
      actions={
        <div className="flex flex-wrap gap-2">
          {isOverlapping && (
            <Button blocked={blocked} busy={end.isPending} onClick={() => end.mutate(undefined)}>
              End overlap
            </Button>
          )}
          <Button blocked={blocked} onClick={onRotate}>
            <KeyRound aria-hidden /> Rotate secret
          </Button>
        </div>
      }
    >
      <ul className="divide-y divide-line text-sm">
        {endpoint.secrets.map(({ id, lastFour, createdAt, endsAt }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-2 px-4 py-2.5">
            <code className="font-mono text-xs">whsec_…{lastFour}</code>
            <span className="text-muted">
              made <RelativeTime at={createdAt} />
              {endsAt && (
                <>
                  , ends <RelativeTime at={endsAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <ChangeFailed error={end.error} />
    </Section>
  );
}
