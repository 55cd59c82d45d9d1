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

/** Clocks of server and browser differ a little: what lies ahead by less has just happened. */
const SKEW_SECONDS = 60;

/** "just now", "12 seconds ago", "3 hours ago", "yesterday", "in 3 hours", "tomorrow"; beyond a month, the date. */
export function relativeTime(at: string, now: number): string {
  const seconds = Math.round((now - Date.parse(at)) / 1000);
  const distance = Math.abs(seconds);
  if (seconds < 5 && seconds > -SKEW_SECONDS) return "just now";
  if (distance > MONTH_SECONDS) return asDate.format(new Date(at));
  const unit = UNITS.find(([, length]) => distance >= length);
  if (!unit) return `${seconds} seconds ago`;
  return inWords.format(-Math.sign(seconds) * Math.floor(distance / unit[1]), unit[0]);
}

/** The full moment in a zone, the reader's own unless one is named. The server does not know it: call it in the browser only. */
export const absoluteTime = (at: string, timeZone?: string) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long", timeZone }).format(new Date(at));
