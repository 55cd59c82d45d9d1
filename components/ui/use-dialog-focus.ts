import { type RefObject, useRef } from "react";

/**
 * Where the focus goes when a dialog opens and when it closes: back to what opened it, or, where the dialog's own work
 * has removed that (the last row, the button of an empty list), to the start of the page's content.
 */
export function useDialogFocus(start?: RefObject<HTMLElement | null>) {
  const opener = useRef<Element | null>(null);
  return {
    initialFocus: () => {
      opener.current = document.activeElement;
      return start?.current ?? true;
    },
    finalFocus: () => {
      const isGone = !opener.current?.isConnected || opener.current === document.body;
      // A menu item is always gone by now; Base UI then knows the button of its menu.
      const wasMenuItem = opener.current?.matches('[role^="menuitem"]');
      return isGone && !wasMenuItem ? document.getElementById("content") : true;
    },
  };
}
