import { styleText } from "node:util";
import type { Exchange, PhaseName, SimulationReport, UnexpectedAnswer } from "./report.ts";
import { describeUnexpected, PHASES } from "./report.ts";
import type { Progress } from "./session.ts";

/** Where lines go; `columns` is known on a terminal only. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const PHASE_TITLES: Readonly<Record<PhaseName, string>> = {
  test: "Test call",
  match: "Match each user",
  create: "Create or adopt each user",
  duplicate: "Create one user again",
  profile: "Update profiles",
  groups: "Push groups",
  rename: "Rename a group",
  members: "Move members",
  deactivate: "Deactivate",
  reactivate: "Reactivate",
  delete: "Delete",
  chaos: "Chaos",
};

const BAR_WIDTH = 24;

/** Prints phases and requests line by line, with a progress bar below them where there is a terminal. */
export function liveOutput(screen: Screen) {
  const live = screen.isTTY === true;
  let bar = "";
  let begun = 0;
  const print = (lines: string) => screen.write(live ? `\r\u001b[K${lines}\n${bar}` : `${lines}\n`);
  return {
    onPhase(phase: PhaseName): void {
      begun += 1;
      print(styleText("bold", `\n${begun}. ${PHASE_TITLES[phase]}`));
    },
    onRequest(exchange: Exchange): void {
      print(requestLines(exchange));
    },
    onProgress(progress: Progress): void {
      if (!live) return;
      bar = progressBar(progress, screen.columns ?? 80);
      screen.write(`\r\u001b[K${bar}`);
    },
    /** Takes the bar away before the summary. */
    close(): void {
      if (live) screen.write("\r\u001b[K");
      bar = "";
    },
  };
}

/** One line for a request; three more when the answer was not what the provider expects. */
export function requestLines(exchange: Exchange): string {
  const { request, answer, problem } = exchange;
  const path = request.path.replace(/^(\/\w+)\/.+$/, "$1/…");
  const throttled = answer.throttled === 0 ? "" : ` · throttled ${answer.throttled} ×`;
  const status = styleText(problem === undefined ? "green" : "red", String(answer.status || "no answer"));
  const line = `${request.method.padEnd(6)} ${path.padEnd(10)} ${request.what} → ${status} · ${Math.round(answer.ms)} ms${throttled}`;
  return problem === undefined ? line : `${line}\n${unexpectedLines(describeUnexpected(exchange, problem))}`;
}

function unexpectedLines({ problem, request, response }: UnexpectedAnswer): string {
  const details = [styleText("red", `  ✗ ${problem}`), `    sent      ${printable(request)}`];
  return [...details, `    received  ${printable(response) || "(nothing)"}`].join("\n");
}

/** A server's words must not steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}

/** The share of the whole sequence that is done: phases count alike, and within one its own items. */
export function progressBar({ phase, done, total }: Progress, columns: number): string {
  // Chaos is nearly all of its run.
  const before = phase === "chaos" ? 0 : PHASES.indexOf(phase);
  const phases = phase === "chaos" ? 1 : PHASES.length;
  const share = (before + (total === 0 ? 0 : done / total)) / phases;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}`;
  const label = `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${PHASE_TITLES[phase]} ${done}/${total}`;
  return label.slice(0, Math.max(0, columns - 1));
}

/** The table at the end and one sentence with the verdict. */
export function summary(report: SimulationReport): string {
  const rows = report.kinds.map((kind) => [
    kind.kind,
    String(kind.requests),
    kind.medianMs.toFixed(1),
    kind.p95Ms.toFixed(1),
    String(kind.unexpected),
    String(kind.throttled),
  ]);
  const table = [["request", "count", "median ms", "p95 ms", "unexpected", "throttled"], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  return [...lines, "", verdict(report)].join("\n");
}

function verdict(report: SimulationReport): string {
  const { people, groups, requests, ms, unexpected, throttled } = report;
  const pushed = `${people.linked} people (${people.active} active) and ${groups} groups`;
  const pace = `${requests} requests in ${(ms / 1000).toFixed(1)} s`;
  const colour = unexpected.length === 0 ? "green" : "red";
  const count = unexpected.length === 1 ? "1 unexpected answer" : `${unexpected.length || "No"} unexpected answers`;
  return styleText(colour, `${count}. ${pushed}, ${pace}, throttled ${throttled} times.`);
}

/** For quiet runs: the unexpected answers are told at the end, the first few of them. */
export function unexpectedSummary(report: SimulationReport, most = 5): string {
  const shown = report.unexpected.slice(0, most);
  const lines = shown.map((one) => `${one.what} → ${one.status || "no answer"}\n${unexpectedLines(one)}`);
  const more = report.unexpected.length - shown.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n");
}
