"use client";

import { useQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import Eye from "lucide-react/icons/eye";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { revealLogEntry } from "#lib/client/log.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { LogEntryDetail } from "#lib/contract/log.ts";
import { logHref } from "./log-parameters.ts";

type RevealProps = { directoryId: string; entryId: string; onRevealed: (entry: LogEntryDetail) => void };

/** Takes the masks off, for those who may; it is noted in the audit log. */
export function Reveal({ directoryId, entryId, onRevealed }: RevealProps) {
  const { data: directory } = useQuery(directoryQuery(directoryId));
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const reveal = () => {
    setState({ busy: true });
    revealLogEntry(directoryId, entryId).then(onRevealed, (error: unknown) => setState({ busy: false, error }));
  };
  return (
    <div className="flex flex-col gap-1 pb-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button blocked={directory && manageBlocked(directory.organization)} busy={state.busy} onClick={reveal}>
          <Eye aria-hidden /> Show personal data
        </Button>
        <span className="text-muted">Names and addresses are masked. Showing them is noted in the audit log.</span>
      </div>
      <ChangeFailed error={state.error} />
    </div>
  );
}

/** The entry for somebody else: as a link, as the request once more, as a file for support. */
export function LogEntryActions({ directoryId, entry }: { directoryId: string; entry: LogEntryDetail }) {
  const [origin] = useState(() => (typeof window === "undefined" ? "" : window.location.origin));
  return (
    <div className="flex flex-col gap-3">
      <CopyField label="Link to this entry" value={`${origin}${logHref(directoryId, { entry: entry.id })}`} />
      <CopyField
        label="As curl"
        value={curlOf(origin, entry)}
        hint="The token is left out: set it as TOKEN in your shell. A change would be made once more."
      />
      <Button className="self-start" onClick={() => saveBundle(directoryId, entry)}>
        <Download aria-hidden /> Support bundle
      </Button>
    </div>
  );
}

/** For a POSIX shell: single quotes, in which nothing has a meaning. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function curlOf(origin: string, { method, path, request }: LogEntryDetail): string {
  const query = request.query ? `?${encodeURI(request.query.replace(/^\?/, ""))}` : "";
  const parts = ["curl -X", quoted(method), quoted(`${origin}${path}${query}`), '-H "Authorization: Bearer $TOKEN"'];
  if (request.body !== null && request.body !== undefined) {
    parts.push("-H 'Content-Type: application/scim+json'", `-d ${quoted(JSON.stringify(request.body))}`);
  }
  return parts.join(" ");
}

/** What support needs to help, and no secret: masked as it is on screen. */
function saveBundle(directoryId: string, entry: LogEntryDetail) {
  const bundle = { product: "Rollcall", directoryId, takenAt: new Date().toISOString(), entry };
  const url = URL.createObjectURL(new Blob([JSON.stringify(bundle, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `rollcall-${entry.requestId}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
