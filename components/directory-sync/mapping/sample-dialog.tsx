"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeEditor } from "#components/ui/code-editor.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { CodeProblem } from "#lib/client/code-problem.ts";
import { usersQuery } from "#lib/client/directory-sync.ts";
import { readJson } from "#lib/client/json-text.ts";
import type { Sample } from "./sample.ts";

type SampleDialogProps = {
  directoryId: string;
  idp: string;
  onClose: () => void;
  onChoose: (sample: Sample) => void;
};

const WAYS = [
  { value: "person", label: "A person" },
  { value: "pasted", label: "Pasted JSON" },
] as const;

/** Chooses whose data the rows are tried on. */
export function SampleDialog({ directoryId, idp, onClose, onChoose }: SampleDialogProps) {
  const [way, setWay] = useState<"person" | "pasted">("person");
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Try the rows on somebody"
      description="Nothing is saved: you see what the rows make of this data."
    >
      <DialogBody>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Segmented label="Whose data" value={way} options={WAYS} onChange={setWay} />
          <Button onClick={() => onChoose({ kind: "last" })}>Whom {idp} wrote last</Button>
        </div>
        {way === "person" ? (
          <People directoryId={directoryId} idp={idp} onChoose={onChoose} />
        ) : (
          <Pasted onChoose={onChoose} />
        )}
      </DialogBody>
    </Dialog>
  );
}

type PeopleProps = Omit<SampleDialogProps, "onClose">;

function People({ directoryId, idp, onChoose }: PeopleProps) {
  const [q, setQ] = useState("");
  const list = useInfiniteQuery(usersQuery(directoryId, { q: q.trim() || undefined }));
  const users = list.data?.pages[0]?.data;
  return (
    <>
      <SearchField label="Search people" value={q} onSearch={setQ} className="sm:w-full" />
      {list.isPending && <SkeletonRows what="people" rows={4} />}
      {list.error && !users && <LoadFailed what="the people" error={list.error} onRetry={() => void list.refetch()} />}
      {users?.length === 0 && (
        <p className="text-sm text-muted">{q ? "Nobody matches." : `${idp} has sent nobody yet.`}</p>
      )}
      {users && users.length > 0 && (
        <ul className="max-h-80 divide-y divide-line overflow-y-auto rounded-md border border-line">
          {users.map((user) => (
            <li key={user.id}>
              <button
                type="button"
                onClick={() => onChoose({ kind: "person", userId: user.id })}
                className="flex w-full flex-wrap items-baseline gap-x-2 px-3 py-2 text-start text-sm hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="font-medium wrap-anywhere">{user.displayName ?? user.userName}</span>
                <span className="wrap-anywhere text-muted">{user.userName}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const EXAMPLE = `{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
  "userName": "ada@example.com",
  "name": { "givenName": "Ada", "familyName": "Byron" },
  "emails": [{ "value": "ada@example.com", "type": "work", "primary": true }],
  "active": true,
  "groups": [{ "display": "Admins" }]
}`;

function Pasted({ onChoose }: { onChoose: (sample: Sample) => void }) {
  const [text, setText] = useState(EXAMPLE);
  const read = useMemo(() => readPayload(text), [text]);
  return (
    <>
      <CodeEditor
        label="SCIM payload"
        language="json"
        value={text}
        onChange={setText}
        problems={"problem" in read ? [read.problem] : NONE}
      />
      <DialogActions>
        <Button
          variant="primary"
          disabled={"problem" in read}
          onClick={() => "payload" in read && onChoose({ kind: "pasted", payload: read.payload })}
        >
          Try on this
        </Button>
      </DialogActions>
    </>
  );
}

const NONE: readonly CodeProblem[] = [];

function readPayload(text: string): { payload: Record<string, unknown> } | { problem: CodeProblem } {
  const read = readJson(text);
  if ("problem" in read) return read;
  if (typeof read.value !== "object" || read.value === null || Array.isArray(read.value)) {
    return { problem: { severity: "error", from: 0, to: text.length, message: "A SCIM User is an object: { … }." } };
  }
  return { payload: read.value as Record<string, unknown> };
}
