/** How far a run has come, in words. */
import type { MappingRun } from "#lib/contract/mapping-run.ts";

const figure = (count: number) => count.toLocaleString("en");

/** "3,214 of 10,000 · 960/s · about 7 seconds left". */
export function progressInWords({ done, total, rate, secondsLeft, state }: MappingRun): string {
  const parts = [`${figure(done)} of ${figure(total)}`];
  if (state === "queued") parts.push("waiting to begin");
  if (state === "paused") parts.push("paused");
  if (state === "running" && rate !== null && rate > 0) parts.push(`${figure(Math.round(rate))}/s`);
  if (state === "running" && secondsLeft !== null) parts.push(`about ${duration(secondsLeft)} left`);
  return parts.join(" · ");
}

function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 90) return whole === 1 ? "1 second" : `${whole} seconds`;
  const minutes = Math.round(whole / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
