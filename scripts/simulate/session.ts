import type { Account, PushedGroup, WireForm, WireRequest } from "#lib/simulate/wire.ts";
import type { Expectation } from "./expectations.ts";
import { problemWith } from "./expectations.ts";
import type { Exchange, PhaseName, PhaseReport, recorder } from "./report.ts";
import type { Answer } from "./scim-client.ts";

/** How far a phase is; `total` grows when a phase finds more to do. */
export interface Progress {
  readonly phase: PhaseName;
  readonly done: number;
  readonly total: number;
}

/** What every step of one provider works with. */
export interface Session {
  readonly form: WireForm;
  readonly accounts: readonly Account[];
  readonly groups: readonly PushedGroup[];
  /** Sends one request and judges the answer; never throws for an unexpected one. */
  send(request: WireRequest, expectation?: Expectation): Promise<Exchange>;
  /** Sends one request and hangs up after `ms`, whether it was answered or not; nobody judges it. */
  cutOff(request: WireRequest, ms: number): Promise<void>;
  /** Works through `items`, several at a time. */
  each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void>;
  /** Runs a phase and reports what happened in it. */
  phase(name: PhaseName, work: () => Promise<void>): Promise<PhaseReport>;
}

export interface SessionOptions {
  readonly form: WireForm;
  readonly accounts: readonly Account[];
  readonly groups: readonly PushedGroup[];
  readonly concurrency: number;
  readonly transmit: (request: WireRequest, cutOffMs?: number) => Promise<Answer>;
  readonly record: ReturnType<typeof recorder>;
  readonly onPhase?: ((name: PhaseName) => void) | undefined;
  readonly onRequest?: ((exchange: Exchange) => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Ties the wire form to a connection, the recorder and the listeners. */
export function openSession(options: SessionOptions): Session {
  const { form, record } = options;
  let phase: PhaseName = "test";
  let done = 0;
  let total = 0;

  const tell = () => options.onProgress?.({ phase, done, total });

  return {
    form,
    accounts: options.accounts,
    groups: options.groups,
    async send(request, expectation = {}) {
      const answer = await options.transmit(request);
      const problem = problemWith(request, answer, expectation, form.insistsOnScimMediaType);
      const exchange = { phase, request, answer, problem };
      record.add(exchange);
      options.onRequest?.(exchange);
      return exchange;
    },
    async cutOff(request, ms) {
      await options.transmit(request, ms);
    },
    async each(items, work) {
      total += items.length;
      await inParallel(items, options.concurrency, async (item) => {
        await work(item);
        done += 1;
        tell();
      });
    },
    async phase(name, work) {
      [phase, done, total] = [name, 0, 0];
      options.onPhase?.(name);
      tell();
      const started = performance.now();
      try {
        await work();
      } finally {
        record.endPhase(name, performance.now() - started);
      }
      return record.phases().at(-1) as PhaseReport;
    },
  };
}

/** At most `limit` at a time; after a failure nothing new is begun. */
async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      await work(item).catch((failure: unknown) => {
        failed = true;
        throw failure;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
}
