"use client";

import { useQuery } from "@tanstack/react-query";
import Archive from "lucide-react/icons/archive";
import BookmarkPlus from "lucide-react/icons/bookmark-plus";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { InlineSelect } from "#components/ui/inline-select.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast, showUndoToast } from "#components/ui/toast.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { logViewsQuery, useArchiveLogView } from "#lib/client/log-views.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { ParameterChange } from "#lib/client/url-parameters.ts";
import { type LogView, viewQuery } from "#lib/contract/log-view.ts";
import { type logParameters, NO_FILTERS } from "./log-parameters.ts";

const SaveViewDialog = dynamic(() => import("./save-view-dialog.tsx").then((file) => file.SaveViewDialog));

type LogViewsProps = {
  directoryId: string;
  setView: (change: ParameterChange<typeof logParameters>, options?: { history?: "push" | "replace" }) => void;
};

/** Filters under a name: choose one, save what is filtered now, or archive the one that is shown. */
export function LogViews({ directoryId, setView }: LogViewsProps) {
  const query = viewQuery(useSearchParams().toString());
  const { data } = useQuery(logViewsQuery(directoryId));
  const { data: directory } = useQuery(directoryQuery(directoryId));
  const archive = useArchiveLogView(directoryId);
  const [saving, setSaving] = useState(false);
  const views = data?.data ?? [];
  const shown = views.find((view) => view.query === query);
  const blocked = directory && manageBlocked(directory.organization);
  const choose = (id: string) => {
    const chosen = views.find((view) => view.id === id);
    const filters = Object.fromEntries(new URLSearchParams(chosen?.query));
    setView({ ...NO_FILTERS, view: null, ...filters }, { history: "push" });
  };
  const putAway = (view: LogView) =>
    archive.mutate(
      { id: view.id },
      {
        onSuccess: () =>
          showUndoToast("Archived", `The view “${view.name}” is off the list.`, () =>
            archive.mutateAsync({ id: view.id, restore: true }),
          ),
        onError: (error) => showToast("Not archived", failureSentence(error)),
      },
    );
  return (
    <>
      {views.length > 0 && (
        <InlineSelect label="Saved views" value={shown?.id ?? ""} onChange={choose} className="max-w-44!">
          <option value="">{shown ? "No view" : "Saved views…"}</option>
          {views.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </InlineSelect>
      )}
      {shown && (
        <Button blocked={blocked} busy={archive.isPending} onClick={() => putAway(shown)}>
          <Archive aria-hidden /> Archive view
        </Button>
      )}
      {!shown && query !== "" && (
        <Button blocked={blocked} onClick={() => setSaving(true)}>
          <BookmarkPlus aria-hidden /> Save view
        </Button>
      )}
      {saving && <SaveViewDialog directoryId={directoryId} query={query} onClose={() => setSaving(false)} />}
    </>
  );
}
