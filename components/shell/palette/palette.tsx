"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import Search from "lucide-react/icons/search";
import Link from "next/link";
import { useEffect, useState } from "react";
import { scrimStyle } from "#components/ui/dialog-style.ts";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { useDialogFocus } from "#components/ui/use-dialog-focus.ts";
import { directoriesQuery } from "#lib/client/organization.ts";
import { canRead } from "#lib/client/permissions.ts";
import { searchQuery } from "#lib/client/search.ts";
import { foundGroups, listEntries, ownGroups, type PaletteEntry, type PaletteGroup } from "./entries.ts";
import type { KeyboardLayersProps } from "./keyboard-layers.tsx";

const REST_MS = 150;
const QUERY_MAX = 200;

/** What is typed, once typing rests. */
function useRested(typed: string): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return rested;
}

type PaletteProps = KeyboardLayersProps & { onClose: () => void };

/** Goes to any page, person, group or log entry, and begins any action, without a mouse. */
export function Palette({ organization, directory, onClose }: PaletteProps) {
  const [typed, setTyped] = useState("");
  const asked = useRested(typed.trim().slice(0, QUERY_MAX));
  const mayRead = canRead(organization);
  const directories = useQuery({ ...directoriesQuery(organization.id), enabled: mayRead, refetchInterval: false });
  const search = useQuery({ ...searchQuery(organization.id, asked), enabled: mayRead && asked !== "" });
  const findings = typed.trim() === "" ? [] : (search.data?.data ?? []);
  const groups = [
    ...foundGroups(findings),
    ...ownGroups(typed, organization, directory, directories.data?.data ?? []),
    ...listEntries(mayRead ? typed : "", directory),
  ].filter(({ items }) => items.length > 0);
  const isSearching = mayRead && typed.trim() !== "" && (search.isFetching || asked !== typed.trim());
  const focus = useDialogFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={scrimStyle} />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center p-2 sm:p-6 sm:pt-[12vh]">
          <Dialog.Popup
            {...focus}
            className="flex max-h-full w-full max-w-xl flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-dialog"
          >
            <Dialog.Title className="sr-only">Search or do</Dialog.Title>
            <Autocomplete.Root
              inline
              open
              mode="none"
              autoHighlight="always"
              keepHighlight
              items={groups}
              value={typed}
              onValueChange={(next, { reason }) => reason === "item-press" || setTyped(next)}
              itemToStringValue={({ label }: PaletteEntry) => label}
            >
              <div className="relative border-b border-line">
                <Search
                  aria-hidden
                  className="pointer-events-none absolute inset-y-0 start-4 my-auto size-4 text-faint"
                />
                <Autocomplete.Input
                  aria-label="Search pages, people, groups, log ids and actions"
                  placeholder={mayRead ? "A page, person, group, log id or action" : "A page or action"}
                  maxLength={QUERY_MAX}
                  spellCheck={false}
                  autoCapitalize="off"
                  className="h-12 w-full bg-transparent ps-10 pe-4 text-base text-ink outline-none placeholder:text-faint"
                />
              </div>
              <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1 sm:max-h-[min(26rem,60vh)]">
                <Autocomplete.List aria-label="What fits">
                  {(group: PaletteGroup) => (
                    <Autocomplete.Group key={group.label} items={group.items}>
                      <Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-xs text-muted">
                        {group.label}
                      </Autocomplete.GroupLabel>
                      <Autocomplete.Collection>
                        {(entry: PaletteEntry) => <Entry key={entry.key} entry={entry} onDone={onClose} />}
                      </Autocomplete.Collection>
                    </Autocomplete.Group>
                  )}
                </Autocomplete.List>
                {search.error && typed.trim() !== "" && (
                  <p role="alert" className="px-2 py-2 text-sm text-bad">
                    People, groups and log entries could not be searched. {failureSentence(search.error)}
                  </p>
                )}
              </div>
              <Autocomplete.Status className="border-t border-line px-4 py-2 text-xs text-muted">
                {isSearching ? "Searching…" : summary(groups, typed)}
              </Autocomplete.Status>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function summary(groups: readonly PaletteGroup[], typed: string): string {
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  if (count === 0) return `Nothing is called “${typed.trim()}”. Ids are found whole, names by any part of them.`;
  return `${count} ${count === 1 ? "entry" : "entries"}. Arrows choose, Enter opens, Esc closes.`;
}

const entryStyle =
  "flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2 py-1 text-sm text-ink outline-none select-none data-highlighted:bg-hover data-highlighted:shadow-[inset_2px_0_0_var(--color-focus)] pointer-coarse:min-h-11";

/** A link where it leads somewhere, so that a page with unsaved work can ask before it is left. */
function Entry({ entry, onDone }: { entry: PaletteEntry; onDone: () => void }) {
  const { icon: Icon, label, note } = entry;
  const leads = "href" in entry;
  return (
    <Autocomplete.Item
      value={entry}
      onClick={() => {
        onDone();
        if (!leads) entry.run();
      }}
      {...(leads && { render: <Link href={entry.href} prefetch={false} /> })}
      className={entryStyle}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 truncate">{label}</span>
      {note && <span className="ms-auto min-w-0 shrink truncate ps-3 text-xs text-muted">{note}</span>}
    </Autocomplete.Item>
  );
}
