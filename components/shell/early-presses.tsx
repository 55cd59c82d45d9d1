"use client";

import { useEffect } from "react";

/** A press that React has not seen, for `EarlyPresses`. */
declare global {
  interface Window {
    earlyPress?: HTMLElement | undefined;
  }
}

/**
 * Runs before anything else of the page: until React has taken an element over, a press on a button would do nothing
 * and a form would be sent by the browser, with what was typed in its address. React marks what it has taken over.
 */
const LISTEN = `(function () {
  var taken = function (element) {
    return Object.keys(element).some(function (key) { return key.indexOf("__reactFiber") === 0; });
  };
  addEventListener("click", function (event) {
    var button = event.target instanceof Element && event.target.closest("button");
    if (button && !taken(button)) window.earlyPress = button;
  }, true);
  addEventListener("submit", function (event) {
    if (!taken(event.target)) event.preventDefault();
  }, true);
})();`;

const EVERY_MS = 50;
const GIVE_UP_MS = 10_000;

const isTaken = (element: HTMLElement) => Object.keys(element).some((key) => key.startsWith("__reactFiber"));

/** Makes up for a button that was pressed before the page could answer: it is pressed again as soon as it can. */
export function EarlyPresses({ nonce }: { nonce: string | undefined }) {
  useEffect(() => {
    const began = Date.now();
    const timer = setInterval(() => {
      const button = window.earlyPress;
      const isOver = Date.now() - began > GIVE_UP_MS;
      if (button && !isTaken(button) && button.isConnected && !isOver) return;
      if (button?.isConnected && isTaken(button)) {
        window.earlyPress = undefined;
        button.click();
      }
      if (isOver) clearInterval(timer);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <script
      // Browsers hide the nonce from scripts, so it never matches what the server wrote.
      suppressHydrationWarning
      nonce={nonce}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file.
      dangerouslySetInnerHTML={{ __html: LISTEN }}
    />
  );
}
