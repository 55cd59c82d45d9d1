import type { JsonObject } from "#lib/scim/resource.ts";
import type { Provider, RequestKind, WireRequest } from "#lib/simulate/wire.ts";
import type { Answer } from "./scim-client.ts";

export const PHASES = [
  "test",
  "match",
  "create",
  "duplicate",
  "profile",
  "groups",
  "rename",
  "members",
  "deactivate",
  "reactivate",
  "delete",
] as const;

/** `chaos` is played only where it is asked for, after the phase that creates everybody. */
export type PhaseName = (typeof PHASES)[number] | "chaos";

/** One request, its answer and the verdict on it. */
export interface Exchange {
  readonly phase: PhaseName;
  readonly request: WireRequest;
  readonly answer: Answer;
  /** Why the answer is unexpected; absent when it is not. */
  readonly problem: string | undefined;
}

/** An unexpected answer, fit to be printed: shortened, without password and credential. */
export interface UnexpectedAnswer {
  readonly phase: PhaseName;
  readonly what: string;
  readonly request: string;
  readonly status: number;
  readonly response: string;
  readonly problem: string;
}

export interface PhaseReport {
  readonly phase: PhaseName;
  /** Its place in this run, from 1. */
  readonly number: number;
  readonly requests: number;
  readonly throttled: number;
  readonly ms: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly unexpected: readonly UnexpectedAnswer[];
}

export interface KindReport {
  readonly kind: RequestKind;
  readonly requests: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly unexpected: number;
  readonly throttled: number;
}

export interface SimulationReport {
  readonly provider: Provider;
  readonly requests: number;
  readonly throttled: number;
  readonly ms: number;
  readonly people: { readonly linked: number; readonly active: number };
  readonly groups: number;
  readonly kinds: readonly KindReport[];
  readonly phases: readonly PhaseReport[];
  readonly unexpected: readonly UnexpectedAnswer[];
}

interface Measured {
  readonly times: number[];
  unexpected: number;
  throttled: number;
}

const EXCERPT = 600;

/** Collects what the report needs of each exchange, and lets go of the rest. */
export function recorder() {
  const kinds = new Map<RequestKind, Measured>();
  const phases: PhaseReport[] = [];
  let current = emptyPhase();

  return {
    add(exchange: Exchange): void {
      const { request, answer, problem } = exchange;
      const measured = kinds.get(request.kind) ?? { times: [], unexpected: 0, throttled: 0 };
      kinds.set(request.kind, measured);
      measured.times.push(answer.ms);
      measured.throttled += answer.throttled;
      current.requests += 1;
      current.throttled += answer.throttled;
      current.statuses[answer.status] = (current.statuses[answer.status] ?? 0) + 1;
      if (problem === undefined) return;
      measured.unexpected += 1;
      current.unexpected.push(describeUnexpected(exchange, problem));
    },
    /** Closes the phase that the exchanges since the last call belong to. */
    endPhase(phase: PhaseName, ms: number): PhaseReport {
      const report = { phase, number: phases.length + 1, ms, ...current };
      phases.push(report);
      current = emptyPhase();
      return report;
    },
    kinds: (): KindReport[] => [...kinds].map(([kind, measured]) => kindReport(kind, measured)),
    phases: (): readonly PhaseReport[] => phases,
  };
}

function emptyPhase() {
  return {
    requests: 0,
    throttled: 0,
    statuses: {} as Record<number, number>,
    unexpected: [] as UnexpectedAnswer[],
  };
}

function kindReport(kind: RequestKind, { times, unexpected, throttled }: Measured): KindReport {
  const sorted = times.toSorted((one, other) => one - other);
  return {
    kind,
    requests: sorted.length,
    medianMs: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    unexpected,
    throttled,
  };
}

/** Nearest rank in an ascending list. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** Puts an unexpected answer into words that may be shown to anyone. */
export function describeUnexpected({ phase, request, answer }: Exchange, problem: string): UnexpectedAnswer {
  const query = request.query === undefined ? "" : `?${request.query}`;
  const body = request.body === undefined ? "" : ` ${JSON.stringify(withoutPassword(request.body))}`;
  return {
    phase,
    what: request.what,
    request: shorten(`${request.method} ${request.path}${query}${body}`),
    status: answer.status,
    response: shorten(answer.text),
    problem,
  };
}

function withoutPassword(body: JsonObject): JsonObject {
  return "password" in body ? { ...body, password: "…" } : body;
}

function shorten(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}…`;
}
