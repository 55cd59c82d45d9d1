"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed, failureSentence } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { showToast, showUndoToast } from "#components/ui/toast.tsx";
import { useDeleteDirectory, useUpdateDirectory } from "#lib/client/directory-sync.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { CreateDirectory, type DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { ConfigurationFile } from "./configuration-file.tsx";
import { RateLimit } from "./rate-limit.tsx";
import { SwitchOff } from "./switch-off.tsx";

/** Rename, limit, configuration file, switch off and delete. */
export const DirectorySettings = ({ directory }: { directory: DirectoryDetail }) => (
  <Section title="Settings">
    <Rename directory={directory} />
    <RateLimit directory={directory} />
    <ConfigurationFile directory={directory} />
    <SwitchOff directory={directory} />
    <Delete directory={directory} />
  </Section>
);

function Rename({ directory }: { directory: DirectoryDetail }) {
  const router = useRouter();
  // Until something is typed the field follows the directory's name.
  const [typed, setTyped] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const update = useUpdateDirectory(directory.id);
  const blocked = manageBlocked(directory.organization);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const name = CreateDirectory.shape.name.safeParse(typed);
    setRefusal(name.error?.issues[0]?.message);
    if (!name.success) {
      input.current?.focus();
      return;
    }
    const former = directory.name;
    // The sidebar and the page's title come from the server.
    const onUndone = () => router.refresh();
    const onSuccess = () => {
      setTyped(undefined);
      showUndoToast("Renamed", `It was called ${former}.`, () => update.mutateAsync({ name: former }).then(onUndone));
      router.refresh();
    };
    update.mutate({ name: name.data }, { onSuccess });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-2 px-4 py-4">
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-48 flex-1">
          <Field label="Name" error={refusal}>
            <Input
              ref={input}
              value={typed ?? directory.name}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              readOnly={blocked !== undefined}
            />
          </Field>
        </div>
        <Button
          type="submit"
          blocked={blocked}
          busy={update.isPending}
          disabled={typed === undefined || typed === directory.name}
        >
          Rename
        </Button>
      </div>
      <ChangeFailed error={update.error} />
    </form>
  );
}

function Delete({ directory }: { directory: DirectoryDetail }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const remove = useDeleteDirectory(directory.id);
  const close = () => {
    setAsking(false);
    remove.reset();
  };
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        showToast("Deleted", directory.name);
        router.replace("/directory-sync");
      },
    });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-4">
      <div className="min-w-48 flex-1">
        <h3 className="text-sm font-medium text-bad">Delete this directory</h3>
        <p className="text-sm text-muted">
          Ends the connection to {PROVIDER_SHORT_NAMES[directory.provider]} for good.
        </p>
      </div>
      <Button variant="dangerQuiet" blocked={manageBlocked(directory.organization)} onClick={() => setAsking(true)}>
        Delete directory
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => !open && close()}
        title={`Delete ${directory.name}?`}
        effect={<DeleteEffect directory={directory} />}
        confirmLabel="Delete directory"
        tone="danger"
        typeToConfirm={directory.name}
        busy={remove.isPending || remove.isSuccess}
        error={remove.error ? failureSentence(remove.error) : undefined}
        onConfirm={confirm}
      />
    </div>
  );
}

function DeleteEffect({ directory: { counts } }: { directory: DirectoryDetail }) {
  const effects = [
    counted(
      counts.activeUsers,
      "person loses the membership",
      "people lose the membership",
      "this directory gave them",
    ),
    counted(counts.groups, "group disappears", "groups disappear"),
    counted(counts.activeTokens, "token stops working", "tokens stop working", "at once"),
    "The provisioning log is deleted, and nothing of this can be undone",
  ];
  return (
    <ul className="list-disc space-y-1 ps-4">{effects.map((effect) => effect && <li key={effect}>{effect}</li>)}</ul>
  );
}

/** "3 groups disappear"; nothing for none. */
const counted = (count: number, one: string, many: string, rest = "") =>
  count > 0 && `${count.toLocaleString("en")} ${count === 1 ? one : many} ${rest}`.trim();
