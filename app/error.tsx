"use client";

import { FullPage } from "#components/shell/full-page.tsx";
import { PageFailed } from "#components/shell/page-failed.tsx";

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FullPage>
      <PageFailed error={error} onRetry={retry} />
    </FullPage>
  );
}
