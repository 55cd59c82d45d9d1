import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import CircleX from "lucide-react/icons/circle-x";
import Clock from "lucide-react/icons/clock";
import RotateCw from "lucide-react/icons/rotate-cw";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { Status } from "#components/ui/status.tsx";
import type { AttemptReason, Delivery, WebhookEndpoint } from "#lib/contract/webhooks.ts";

const DELIVERY = {
  pending: { icon: Clock, tone: "neutral", word: "Pending" },
  retrying: { icon: RotateCw, tone: "warn", word: "Retrying" },
  delivered: { icon: CircleCheck, tone: "good", word: "Delivered" },
  failed: { icon: CircleX, tone: "bad", word: "Failed" },
} as const;

/** What became of a delivery, as icon, word and colour. */
export function DeliveryStatus({ state }: { state: Delivery["state"] }) {
  const { icon, tone, word } = DELIVERY[state];
  return (
    <Status icon={icon} tone={tone}>
      {word}
    </Status>
  );
}

/** Whether an endpoint gets its deliveries. */
export function EndpointStatus({ endpoint }: { endpoint: WebhookEndpoint }) {
  if (endpoint.state === "disabled") {
    return (
      <Status icon={Ban} tone="bad">
        Disabled
      </Status>
    );
  }
  if (endpoint.state === "paused") {
    return (
      <Status icon={CirclePause} tone="neutral">
        Paused
      </Status>
    );
  }
  return endpoint.failingSince ? (
    <Status icon={TriangleAlert} tone="warn">
      Failing
    </Status>
  ) : (
    <Status icon={CircleCheck} tone="good">
      Active
    </Status>
  );
}

const REASONS: Record<AttemptReason, string> = {
  ok: "Received.",
  status: "The receiver answered with an error. Its own log says why.",
  redirect: "The receiver answered with a redirect, which is never followed. Give the final address instead.",
  gone: "The receiver said that it is gone for good (410), so the endpoint was disabled.",
  throttled: "The receiver asked for a pause. It is called again when it said so.",
  timeout: "No whole answer within 15 seconds. Answer first, work afterwards.",
  address_not_allowed: "The name leads to a private address. Rollcall only calls public ones.",
  dns: "The name of the receiver could not be looked up.",
  refused: "Nothing listens at this address and port.",
  reset: "The connection was cut before there was an answer.",
  tls: "No secure connection: the certificate is not valid for this name, has expired, or is not from a known authority.",
  too_large: "The answer was longer than 64 KiB. An empty one is enough.",
  invalid_response: "What came back was not an HTTP answer.",
};

/** How an attempt ended, in a sentence. */
export function attemptSentence({
  reason,
  status,
  detail,
}: {
  reason: AttemptReason;
  status: number | null;
  detail: string | null;
}) {
  if (reason === "ok") return `Received: the receiver answered ${status}.`;
  const known = detail === "CERT_HAS_EXPIRED" ? "The receiver's certificate has expired. Renew it." : REASONS[reason];
  const facts = [status === null ? undefined : `HTTP ${status}`, detail ?? undefined].filter(Boolean).join(", ");
  return facts ? `${known} (${facts})` : known;
}
