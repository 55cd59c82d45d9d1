"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";

/** One tooltip for the whole page: a table with a hundred times does not mount a hundred tooltips. */
const hint = Tooltip.createHandle<string | (() => string)>();

/**
 * Adds a few words to a control on hover and on keyboard focus. Decoration: the words must also be reachable
 * otherwise. A function is asked only when the hint opens, in the browser.
 */
export const Hint = ({ text, children }: { text: string | (() => string); children: ReactElement }) => (
  <Tooltip.Trigger handle={hint} payload={text} delay={250} render={children} />
);

/** Where hints appear; mounted once, around nothing. */
export const HintLayer = () => (
  <Tooltip.Root handle={hint}>
    {({ payload }) => (
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="max-w-72 rounded-md border border-line bg-raised px-2 py-1 text-xs text-ink shadow-popup transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {typeof payload === "function" ? payload() : payload}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    )}
  </Tooltip.Root>
);
