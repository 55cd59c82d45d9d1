import type * as Pino from "pino";

/** What pino has written since the test file began, through the very options that the product gives it. */
export const logLines: string[] = [];

/** For `vi.mock("pino", pinoInMemory)`. */
export async function pinoInMemory(importOriginal: () => Promise<unknown>) {
  const original = (await importOriginal()) as typeof Pino;
  const stream = { write: (line: string) => void logLines.push(line) };
  return { ...original, pino: (options: Pino.LoggerOptions) => original.pino(options, stream) };
}
