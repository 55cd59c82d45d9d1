"use client";

import { buttonStyle } from "#components/ui/button-style.ts";
import { cx } from "#components/ui/cx.ts";

type PageFailedProps = { error: unknown; onRetry: () => void };

/** A whole page failed. In production the server hides the message, and `digest` finds it in the server's log. */
export function PageFailed({ error, onRetry }: PageFailedProps) {
  const digest =
    error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
  return (
    <>
      <h1 className="text-xl font-semibold">This page did not load</h1>
      <p className="mt-1 text-muted">
        Something went wrong on our side. Your directory keeps syncing. Try again; if it happens again, tell whoever
        runs this server.
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
