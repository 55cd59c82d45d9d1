/** Moments as people say them. */

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const MONTH_SECONDS = 30 * 86_400;

const inWords = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
// Server and browser must print the same date, whatever their zones: the full moment is a hover away.
const asDate = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** "just now", "12 seconds ago", "3 hours ago", "yesterday"; after a month, the date. */
export function relativeTime(at: string, now: number): string {
  // Clocks differ a little between server and browser; nothing here lies in the future.
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 5) return "just now";
  if (seconds > MONTH_SECONDS) return asDate.format(new Date(at));
  const unit = UNITS.find(([, length]) => seconds >= length);
  return unit ? inWords.format(-Math.floor(seconds / unit[1]), unit[0]) : `${seconds} seconds ago`;
}

/** The full moment in a zone, the reader's own unless one is named. The server does not know it: call it in the browser only. */
export const absoluteTime = (at: string, timeZone?: string) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long", timeZone }).format(new Date(at));
