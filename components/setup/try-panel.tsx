"use client";

import Download from "lucide-react/icons/download";
import { Button } from "#components/ui/button.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useSetupFile } from "#lib/client/setup.ts";
import { Scenarios } from "./scenarios.tsx";
import { SelfTestSection } from "./self-test-section.tsx";
import { useSetup } from "./setup-api.ts";

/** Everything that can be tried while the IdP is not connected yet. */
export function TryPanel() {
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Scenarios />
      <SelfTestSection />
      <Files />
    </div>
  );
}

function Files() {
  const { state } = useSetup();
  const file = useSetupFile(state.directory.id);
  const get = (kind: "postman" | "curl", name: string, type: string) => () =>
    file.mutate(kind, { onSuccess: (text) => save(name, text, type) });
  return (
    <section aria-labelledby="setup-files" className="flex flex-col gap-2">
      <h3 id="setup-files" className="text-base font-semibold">
        Take it along
      </h3>
      <p className="text-sm text-muted">
        The same calls with this directory's address, a folder for each kind. The token is a variable: enter one from{" "}
        <TextLink href={`/directory-sync/${state.directory.id}/tokens`}>Tokens</TextLink>.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          busy={file.isPending && file.variables === "postman"}
          onClick={get("postman", "scim.postman_collection.json", "application/json")}
        >
          <Download aria-hidden /> Postman collection
        </Button>
        <Button
          busy={file.isPending && file.variables === "curl"}
          onClick={get("curl", "scim.sh", "text/x-shellscript")}
        >
          <Download aria-hidden /> curl script
        </Button>
      </div>
      <ChangeFailed error={file.error} />
    </section>
  );
}

function save(name: string, text: string, type: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
