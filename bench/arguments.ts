import { parseArgs } from "node:util";
import { CURSOR_PAGE, OPERATIONS } from "./operations.ts";

export const USAGE = `npm run bench -- [options]

  --only a,b        operations to measure: ${OPERATIONS.map(({ name }) => name).join(", ")}; with --scale also ${CURSOR_PAGE}
  --people N        people in each server before it is measured (default 2000)
  --rounds N        interleaved rounds (default 9)      --seconds N   per operation and round (default 1)
  --scale N         cost growth instead: one request alone at 1,000, 10,000 … N people and members
  --moves           big moves instead: PUT of 10,000 and 100,000 members, PATCH of 1,000, memory
  --fairness        20 tenants at once beside one alone, and one beside 1,000 refused tokens a second
  --embedded        Rollcall on the embedded database, without a ceiling
  --processes 2     two processes of Rollcall on one PostgreSQL beside one
  --soak MINUTES    50 operations a second for so long: latency, memory, event loop
  --profile FOLDER  writes a CPU profile of Rollcall there
  --doors           server.ts against plain Next
  --json            the figures as JSON on standard output     --picture FILE   an SVG of the result
`;

export interface Arguments {
  readonly only: readonly string[] | undefined;
  readonly people: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly scale: number | undefined;
  readonly moves: boolean;
  readonly fairness: boolean;
  readonly embedded: boolean;
  readonly processes: number;
  readonly soak: number | undefined;
  readonly profile: string | undefined;
  readonly doors: boolean;
  readonly json: boolean;
  readonly picture: string | undefined;
  readonly help: boolean;
}

/** @throws Error with a sentence about the argument at fault */
export function readArguments(argv: readonly string[]): Arguments {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: text,
      people: { ...text, default: "2000" },
      rounds: { ...text, default: "9" },
      seconds: { ...text, default: "1" },
      scale: text,
      moves: flag,
      fairness: flag,
      embedded: flag,
      processes: { ...text, default: "1" },
      soak: text,
      profile: text,
      doors: flag,
      json: flag,
      picture: text,
      help: flag,
    },
  });
  const only = values.only?.split(",").map((name) => name.trim());
  const names = [...OPERATIONS.map(({ name }) => name), ...(values.scale === undefined ? [] : [CURSOR_PAGE])];
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only: there is no operation ${unknown}.\n\n${USAGE}`);
  return {
    ...values,
    only,
    people: whole("--people", values.people, 2_000, 1_000_000),
    rounds: whole("--rounds", values.rounds, 1, 20),
    seconds: whole("--seconds", values.seconds, 1, 60),
    scale: values.scale === undefined ? undefined : whole("--scale", values.scale, 1_000, 1_000_000),
    processes: whole("--processes", values.processes, 1, 2),
    soak: values.soak === undefined ? undefined : whole("--soak", values.soak, 1, 120),
    profile: values.profile,
    picture: values.picture,
  };
}

function whole(name: string, text: string, minimum: number, maximum: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= minimum && number <= maximum) return number;
  throw new Error(`${name} is a whole number from ${minimum} to ${maximum}.\n\n${USAGE}`);
}
