"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { configurationPath } from "#lib/client/configuration.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";

const ConfigurationDialog = dynamic(() =>
  import("./configuration-dialog.tsx").then((file) => file.ConfigurationDialog),
);

/** The whole configuration as one file: to keep, to compare, to take to another directory. */
export function ConfigurationFile({ directory }: { directory: DirectoryDetail }) {
  const [importing, setImporting] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-4">
      <div className="min-w-48 flex-1">
        <h3 className="text-sm font-medium">Configuration file</h3>
        <p className="text-sm text-pretty text-muted">
          Mapping, rules, extensions, settings and webhook endpoints as JSON, without any secret.
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <a href={configurationPath(directory.id)} download className={buttonStyle()}>
          Download
        </a>
        <Button blocked={manageBlocked(directory.organization)} onClick={() => setImporting(true)}>
          Import…
        </Button>
      </div>
      {importing && <ConfigurationDialog directory={directory} onClose={() => setImporting(false)} />}
    </div>
  );
}
