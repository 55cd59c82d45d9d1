"use client";

import { FullPage } from "#components/shell/full-page.tsx";
import { PageFailed } from "#components/shell/page-failed.tsx";
import "./globals.css";

/** Stands in for the root layout when that one fails, so it brings its own <html>. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <title>This page did not load · Rollcall</title>
        <FullPage>
          <PageFailed error={error} onRetry={retry} />
        </FullPage>
      </body>
    </html>
  );
}
