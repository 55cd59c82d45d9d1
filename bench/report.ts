/** What a comparison looks like: a table for people, and a picture for docs/performance.md. */
import type { Comparison } from "./compare.ts";

const number = (value: number | undefined, digits = 0) => (value === undefined ? "–" : value.toFixed(digits));

type Verdict = "aim met" | "must met" | "missed" | "";
export function verdictOf({ ratio, must, aim, wrong }: Comparison): Verdict {
  if (wrong > 0) return "missed";
  if (ratio === undefined) return "";
  if (ratio >= aim) return "aim met";
  return ratio >= must ? "must met" : "missed";
}

const COLUMNS: readonly [title: string, width: number, text: (row: Comparison) => string][] = [
  ["ours/s", 8, (row) => number(row.ours)],
  ["ceiling/s", 10, (row) => number(row.ceiling)],
  ["ratio", 6, (row) => number(row.ratio, 2)],
  ["must", 5, (row) => number(row.must, 2)],
  ["aim", 5, (row) => number(row.aim, 2)],
  ["p50 ms", 7, (row) => number(row.p50, 1)],
  ["p95 ms", 7, (row) => number(row.p95, 1)],
  ["p99 ms", 7, (row) => number(row.p99, 1)],
  ["cpu ms", 7, (row) => number(row.processorMs, 2)],
  ["ceiling", 7, (row) => number(row.ceilingProcessorMs, 2)],
  ["trips", 6, (row) => number(row.roundTrips)],
  ["wrong", 6, (row) => String(row.wrong)],
];
const NAME_WIDTH = 16;

/** Latency is of a paced run at half of the throughput, from the intended start of each turn. */
export function table(rows: readonly Comparison[]): string {
  const head = `${"operation".padEnd(NAME_WIDTH)}${COLUMNS.map(([title, width]) => title.padStart(width)).join(" ")}`;
  const lines = rows.map(
    (row) =>
      `${row.name.padEnd(NAME_WIDTH)}${COLUMNS.map(([, width, text]) => text(row).padStart(width)).join(" ")}  ${verdictOf(row)}`,
  );
  const wrong = rows.flatMap(({ name, firstWrong }) => (firstWrong ? [`${name}: ${firstWrong}`] : []));
  return [head, ...lines, ...wrong].join("\n");
}

const ROW = 26;
const LEFT = 130;
const SCALE = 420;
const COLOURS: Record<Verdict, string> = {
  "aim met": "#15803d",
  "must met": "#2563eb",
  missed: "#b91c1c",
  "": "#6b7280",
};
const xml = (text: string) => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A bar for each operation: its share of the ceiling, with marks where must and aim are. */
export function picture(rows: readonly Comparison[], caption: string): string {
  const height = 70 + rows.length * ROW;
  const bars = rows.map((row, index) => {
    const y = 50 + index * ROW;
    const share = Math.min(1.2, row.ratio ?? 0);
    const mark = (at: number, dash: string) =>
      `<line x1="${LEFT + at * SCALE}" x2="${LEFT + at * SCALE}" y1="${y - 3}" y2="${y + 17}" stroke="#111827" stroke-dasharray="${dash}"/>`;
    const words = `${number(row.ratio, 2)} · ${number(row.ours)}/s · ${verdictOf(row)}`;
    return `<text x="${LEFT - 8}" y="${y + 11}" text-anchor="end">${xml(row.name)}</text>
<rect x="${LEFT}" y="${y}" width="${(share * SCALE).toFixed(1)}" height="14" rx="2" fill="${COLOURS[verdictOf(row)]}"/>
${mark(row.must, "none")}${mark(row.aim, "2 2")}
<text x="${LEFT + 1.2 * SCALE + 12}" y="${y + 11}">${xml(words)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">
<title>Rollcall's throughput as a share of the ceiling</title>
<rect width="860" height="${height}" fill="#ffffff"/>
<text x="16" y="24" font-size="14" font-weight="600">Share of the ceiling's throughput (line: must, dashes: aim)</text>
<text x="16" y="40" fill="#6b7280">${xml(caption)}</text>
${bars.join("\n")}
</svg>
`;
}
