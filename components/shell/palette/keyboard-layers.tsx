"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { setLayer, useLayer } from "./layer-state.ts";

const Palette = dynamic(() => import("./palette.tsx").then((file) => file.Palette));
const HelpDrawer = dynamic(() => import("../help/help-drawer.tsx").then((file) => file.HelpDrawer));
const Shortcuts = dynamic(() => import("./shortcuts.tsx").then((file) => file.Shortcuts));

const close = () => setLayer(undefined);

export type KeyboardLayersProps = {
  organization: OrganizationSummary;
  directory?: { id: string; name: string } | undefined;
};

const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

/** Something else has the keyboard: a dialog or drawer in front of the page. */
const isBehindDialog = () => document.querySelector('dialog[open], [role="dialog"], [role="alertdialog"]') !== null;

/** Ctrl-K (or Cmd-K) opens the palette, `?` the list of shortcuts. Only these keys are loaded with the page. */
export function KeyboardLayers({ organization, directory }: KeyboardLayersProps) {
  const layer = useLayer();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || isBehindDialog()) return;
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && !event.shiftKey && event.key.toLowerCase() === "k") setLayer("palette");
      else if (!isCommand && event.key === "?" && !isTyping(event)) setLayer("shortcuts");
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  if (layer === "palette") return <Palette organization={organization} directory={directory} onClose={close} />;
  if (layer === "help") return <HelpDrawer onClose={close} />;
  if (layer === "shortcuts") return <Shortcuts onClose={close} />;
  return null;
}
