"use client";

import { InlineSelect } from "#components/ui/inline-select.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { showUndoToast } from "#components/ui/toast.tsx";
import { useUpdateDirectory } from "#lib/client/directory-sync.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";

/** Operations per second and token; empty: the operator's default, 0: none. */
const LIMITS = ["", "10", "25", "50", "100", "250", "500", "1000", "0"];

const inWords = (limit: string) =>
  limit === ""
    ? "As the operator set it"
    : limit === "0"
      ? "No limit"
      : `${Number(limit).toLocaleString("en")} a second`;
const written = (limit: number | null) => (limit === null ? "" : String(limit));

/** How much at once an IdP may ask for before it is told to come again later (429). */
export function RateLimit({ directory }: { directory: DirectoryDetail }) {
  const update = useUpdateDirectory(directory.id);
  const current = written(directory.rateLimit);
  const blocked = manageBlocked(directory.organization);
  const limits = LIMITS.includes(current) ? LIMITS : [current, ...LIMITS];
  const choose = (chosen: string) => {
    const former = directory.rateLimit;
    update.mutate(
      { rateLimit: chosen === "" ? null : Number(chosen) },
      {
        onSuccess: () =>
          showUndoToast("Limit changed", `${inWords(chosen)}, for each token.`, () =>
            update.mutateAsync({ rateLimit: former }),
          ),
      },
    );
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-4">
      <div className="min-w-48 flex-1">
        <h3 className="text-sm font-medium">Requests a second</h3>
        <p className="text-sm text-muted">
          {blocked ?? "For each token. What comes beyond is answered 429, and the provider repeats it."}
        </p>
        <ChangeFailed error={update.error} />
      </div>
      <InlineSelect
        label="Requests a second"
        value={current}
        onChange={choose}
        disabled={blocked !== undefined || update.isPending}
      >
        {limits.map((limit) => (
          <option key={limit} value={limit}>
            {inWords(limit)}
          </option>
        ))}
      </InlineSelect>
    </div>
  );
}
