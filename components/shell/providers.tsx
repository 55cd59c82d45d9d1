"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { HintLayer } from "#components/ui/hint.tsx";
import { ServerTimeProvider } from "#components/ui/relative-time.tsx";
import { ToastLayer } from "#components/ui/toast.tsx";
import { RequestFailed } from "#lib/client/request.ts";
import { StaleNotice } from "./stale-notice.tsx";
import { StepUpLayer } from "./step-up-layer.tsx";

const STALE_MS = 2_000;
const RETRIES = 2;

/** A refusal stays a refusal; only what may pass by itself is tried again. */
const mayPass = (error: Error) =>
  !(error instanceof RequestFailed) || error.status === 0 || error.status === 429 || error.status >= 500;

const makeCache = () =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: (failures, error) => failures < RETRIES && mayPass(error) },
    },
  });

type ProvidersProps = {
  now: number;
  /** Of this answer's content security policy, for the styles that Base UI writes into the page. */
  nonce: string | undefined;
  children: ReactNode;
};

/** What every dashboard page stands on: the cache of reads, hints, toasts and the clock. */
export function Providers({ now, nonce, children }: ProvidersProps) {
  const [cache] = useState(makeCache);
  return (
    <QueryClientProvider client={cache}>
      <CSPProvider nonce={nonce}>
        <ServerTimeProvider now={now}>
          {children}
          <StaleNotice />
          <HintLayer />
          <ToastLayer />
          <StepUpLayer />
        </ServerTimeProvider>
      </CSPProvider>
    </QueryClientProvider>
  );
}
