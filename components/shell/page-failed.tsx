"use client";

import { useEffect, useState } from "react";
import { buttonStyle } from "#components/ui/button-style.ts";
import { cx } from "#components/ui/cx.ts";

type PageFailedProps = { error: unknown; onRetry: () => void };

const ASK_EVERY_MS = 5_000;
const PATIENCE_MS = 10_000;

/** What the server tells load balancers: whether it has its database. */
const isReady = () =>
  fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Whether the server has no database for now; when it has it again, `onBack` is called once. */
function useIsDown(onBack: () => void): boolean {
  const [isDown, setIsDown] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = async (wasDown: boolean) => {
      const ready = await isReady();
      if (isGone) return;
      setIsDown(!ready);
      if (!ready) timer = setTimeout(ask, ASK_EVERY_MS, true);
      else if (wasDown) onBack();
    };
    void ask(false);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [onBack]);
  return isDown;
}

/** A whole page failed. In production the server hides the message, and `digest` finds it in the server's log. */
export function PageFailed({ error, onRetry }: PageFailedProps) {
  const isDown = useIsDown(onRetry);
  const digest =
    error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
  return (
    <>
      <h1 className="text-xl font-semibold">{isDown ? "The database cannot be reached" : "This page did not load"}</h1>
      <p role="status" className="mt-1 text-muted">
        {isDown
          ? "Nothing is lost: identity providers are told to send again in a moment. This page comes back by itself; if it takes long, tell whoever runs this server."
          : "Something went wrong on our side. Try again; if it happens again, tell whoever runs this server."}
      </p>
      {digest && (
        <p className="mt-2 text-sm text-muted">
          Error <code className="font-mono select-all">{digest}</code>
        </p>
      )}
      {/* Not our Button, which brings hints along: this page's code comes with every other page's. */}
      <button type="button" className={cx(buttonStyle(), "mt-5")} onClick={onRetry}>
        Try again
      </button>
    </>
  );
}
