/** Whether somebody is at this page: what it asks by itself afterwards keeps no session alive. */

const AWAY_MS = 5 * 60_000;

let lastSeen = Date.now();

if (typeof document !== "undefined") {
  const seen = () => {
    lastSeen = Date.now();
  };
  for (const type of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
    document.addEventListener(type, seen, { passive: true, capture: true });
  }
}

export const isUnattended = () => Date.now() - lastSeen > AWAY_MS;
