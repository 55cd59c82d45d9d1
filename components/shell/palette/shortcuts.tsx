"use client";

import { Dialog, DialogBody } from "#components/ui/dialog.tsx";

const SHORTCUTS: readonly { title: string; keys: readonly { keys: string; does: string }[] }[] = [
  {
    title: "Everywhere",
    keys: [
      { keys: "Ctrl K or ⌘ K", does: "Search, go somewhere, do something" },
      { keys: "?", does: "This list" },
      { keys: "/", does: "Search in the list on the page" },
      { keys: "Esc", does: "Close what lies on top" },
    ],
  },
  {
    title: "Editing a mapping or rules",
    keys: [
      { keys: "Ctrl S or ⌘ S", does: "Save" },
      { keys: "Alt ↑ or Alt ↓", does: "Move a rule up or down" },
      { keys: "Esc, then Tab", does: "Leave the text editor" },
    ],
  },
  {
    title: "Charts",
    keys: [
      { keys: "← →", does: "Go from bar to bar" },
      { keys: "Shift ← →", does: "Choose a stretch of time" },
      { keys: "Enter", does: "Show the requests of a bar" },
    ],
  },
];

/** The keys that work, for those who would rather not use a mouse. */
export const Shortcuts = ({ onClose }: { onClose: () => void }) => (
  <Dialog open onOpenChange={onClose} title="Keyboard shortcuts">
    <DialogBody>
      {SHORTCUTS.map(({ title, keys }) => (
        <section key={title}>
          <h3 className="pb-1 text-sm font-medium">{title}</h3>
          <dl className="divide-y divide-line text-sm">
            {keys.map(({ keys: pressed, does }) => (
              <div key={pressed} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
                <dt className="order-2">
                  <kbd className="font-mono text-xs">{pressed}</kbd>
                </dt>
                <dd className="text-muted">{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </DialogBody>
  </Dialog>
);
