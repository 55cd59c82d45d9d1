"use client";

import CircleAlert from "lucide-react/icons/circle-alert";
import { RequestFailed } from "#lib/client/request.ts";
import { Button } from "./button.tsx";

type LoadFailedProps = { /** Completes "Could not load …". */ what: string; error: unknown; onRetry?: () => void };

/** A read failed: what, why, which request, and the way to try again. */
export function LoadFailed({ what, error, onRetry }: LoadFailedProps) {
  const failure = error instanceof RequestFailed ? error : undefined;
  return (
    <div
      role="alert"
      className="flex flex-col items-center gap-1 rounded-lg border border-line bg-surface px-6 py-12 text-center"
    >
      <CircleAlert aria-hidden className="mb-2 size-6 text-bad" strokeWidth={1.5} />
      <p className="font-semibold">Could not load {what}</p>
      <p className="max-w-md text-sm text-muted">{failure?.message ?? "Something went wrong on this page."}</p>
      {failure?.requestId && (
        <p className="text-xs text-muted">
          Request <code className="font-mono select-all">{failure.requestId}</code>
        </p>
      )}
      {onRetry && (
        <Button className="mt-4" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A change failed: the sentence under the form or beside the button. */
export const ChangeFailed = ({ error }: { error: unknown }) =>
  error ? (
    <p role="alert" className="text-sm text-bad">
      {failureSentence(error)}
    </p>
  ) : null;

/** The sentence for an error of any kind. */
export const failureSentence = (error: unknown): string =>
  error instanceof RequestFailed ? error.message : "That did not work. Try again.";
