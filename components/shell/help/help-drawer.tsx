"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { HOW_TO_PUSH_GROUPS } from "#components/directory-sync/group-push-guide.ts";
import { Drawer } from "#components/ui/drawer.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { PROVIDER_NAMES } from "#lib/contract/provider.ts";
import { setLayer } from "../palette/layer-state.ts";
import { type Guide, guideOf } from "./guides.ts";

/** The guide for the page that is open, beside it. Going somewhere else closes it. */
export function HelpDrawer({ onClose }: { onClose: () => void }) {
  const pathname = usePathname();
  const openedOn = useRef(pathname);
  useEffect(() => {
    if (pathname !== openedOn.current) onClose();
  }, [pathname, onClose]);
  const { guide, directoryId } = guideOf(openedOn.current);
  return (
    <Drawer open onClose={onClose} title={`Help: ${guide.title}`}>
      <div className="flex flex-col gap-6 px-5 pt-2 pb-8">
        <p className="text-pretty">{guide.about}</p>
        <section>
          <h3 className="pb-1 text-sm font-semibold">How to</h3>
          <dl className="divide-y divide-line text-sm">
            {guide.how.map(({ to, do: way }) => (
              <div key={to} className="py-2">
                <dt className="font-medium">{to}</dt>
                <dd className="text-pretty text-muted">{way}</dd>
              </div>
            ))}
          </dl>
        </section>
        {guide.signs && (
          <section>
            <h3 className="pb-1 text-sm font-semibold">What you may see, and what it means</h3>
            <dl className="divide-y divide-line text-sm">
              {guide.signs.map(({ seen, means }) => (
                <div key={seen} className="py-2">
                  <dt className="font-medium">{seen}</dt>
                  <dd className="text-pretty text-muted">{means}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        {directoryId && guide.title === "Groups" && <PushingGroups directoryId={directoryId} />}
        <Further guide={guide} directoryId={directoryId} />
      </div>
    </Drawer>
  );
}

/** Where groups are switched on differs more between providers than anything else. */
function PushingGroups({ directoryId }: { directoryId: string }) {
  const { data: directory } = useQuery(directoryQuery(directoryId));
  if (!directory) return null;
  return (
    <section className="text-sm">
      <h3 className="pb-1 font-semibold">{PROVIDER_NAMES[directory.provider]}</h3>
      <p className="text-pretty text-muted">{HOW_TO_PUSH_GROUPS[directory.provider]}</p>
    </section>
  );
}

const Further = ({ guide: { links = [] }, directoryId }: { guide: Guide; directoryId: string | undefined }) => (
  <section className="text-sm">
    <h3 className="pb-1 font-semibold">Go on</h3>
    <ul className="flex flex-col items-start gap-1">
      {links.map(({ label, path }) => (
        <li key={path}>
          <TextLink href={path.replace(/^\./, `/directory-sync/${directoryId}`)} prefetch={false}>
            {label}
          </TextLink>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={() => setLayer("shortcuts")}
          className="min-h-6 text-accent-ink underline decoration-line underline-offset-3 hover:decoration-current"
        >
          Keyboard shortcuts
        </button>
      </li>
    </ul>
  </section>
);
