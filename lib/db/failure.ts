import { DirectoryError } from "#lib/directory/error.ts";

interface DriverError {
  code?: string;
  constraint?: string;
  message: string;
}

/** What `pg` and PGlite throw alike: an Error with the SQLSTATE or the system's error code. */
const asDriverError = (error: unknown): DriverError | undefined =>
  error instanceof Error ? (error as DriverError) : undefined;

/** SQLSTATE 23505. @returns the name of the unique index, if that is what went wrong. */
export function violatedUnique(error: unknown): string | undefined {
  const failure = asDriverError(error);
  return failure?.code === "23505" ? (failure.constraint ?? failure.message) : undefined;
}

/** SQLSTATE 23514 by the trigger that keeps groups free of cycles. */
export function violatedAcyclic(error: unknown): boolean {
  const failure = asDriverError(error);
  return failure?.code === "23514" && failure.constraint === "directory_subgroup_acyclic";
}

/**
 * Deadlock, serialization failure, or a row that somebody deleted under us: the statement may well succeed when repeated.
 * 25P02: it was repeated in a transaction that the failure had ended already, so the transaction has to be repeated.
 */
const isTransient = (error: unknown) =>
  ["40001", "40P01", "23503", "25P02", "P2034"].includes(asDriverError(error)?.code ?? "");

/**
 * Connection lost or refused, server shutting down or full, statement or lock timeout, read-only or out of disk; Prisma
 * has codes of its own for these.
 */
const UNAVAILABLE_CODES =
  /^(08|53|57P|58)|^(57014|55P03|25006|25P03|3D000|28P01)$|^(ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|EHOSTUNREACH)|^(P10\d\d|P2024)$/;
const UNAVAILABLE_TEXTS =
  /timeout exceeded when trying to connect|database has not answered in time|Connection terminated|pool after calling end|PGlite is closed/i;

export function isUnavailable(error: unknown): boolean {
  const failure = asDriverError(error);
  return (
    failure !== undefined && (UNAVAILABLE_CODES.test(failure.code ?? "") || UNAVAILABLE_TEXTS.test(failure.message))
  );
}

/** Text that no column can hold, such as U+0000: who sent it can mend it. The doors refuse it before; this is the net. */
const isUnstorable = (error: unknown) => ["22021", "22P05"].includes(asDriverError(error)?.code ?? "");

const ATTEMPTS_MAX = 5;

/**
 * Runs one statement or transaction, again after a deadlock.
 * @throws DirectoryError unavailable when the database cannot answer: never to be mistaken for "nothing there"; invalid
 * for text that it cannot hold
 */
export async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (isTransient(error) && attempt < ATTEMPTS_MAX) continue;
      if (isTransient(error) || isUnavailable(error)) {
        throw new DirectoryError("unavailable", "The database does not answer for the moment. Try again shortly.", {
          cause: error,
        });
      }
      if (isUnstorable(error)) {
        throw new DirectoryError("invalid", "This holds a character that cannot be kept, such as NUL (U+0000).", {
          cause: error,
        });
      }
      throw error;
    }
  }
}
