// @ts-check

/** A failure that is told in one sentence and a next step; nobody needs its stack. */
export class Stop extends Error {
  /**
   * @param {string} sentence
   * @param {string} [output] what the failing program said
   */
  constructor(sentence, output = "") {
    super(sentence);
    this.name = "Stop";
    this.output = output;
  }
}

export const diskFull = "The disk is full: free 2 GB and run the command again.";

/** @type {ReadonlyArray<readonly [RegExp, string]>} */
const known = [
  [/ENOSPC|no space left on device/i, diskFull],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network socket|network connectivity|Could not resolve/i,
    "The network is not reachable: check the connection, or the proxy in npm's settings, and run the command again.",
  ],
  [
    /heap out of memory|ENOMEM|Cannot allocate memory/i,
    "The machine ran out of memory: close something, or give it 2 GB or more, and run the command again.",
  ],
  [
    /EACCES|EPERM|EROFS/,
    "A file or folder here cannot be written: make this folder your own and run the command again.",
  ],
  [
    /package-lock\.json[^\n]* (?:are in|in) sync|EUSAGE/,
    "package.json and package-lock.json do not fit together: run `npm install`, then the command again.",
  ],
  [
    /EBADENGINE|Unsupported engine/,
    "This Node.js is too old or too new: install Node.js 24 and run the command again.",
  ],
];

/**
 * The next step for a failed program, judged by its output.
 * @param {string} output
 * @param {string} otherwise the sentence when nothing known is found
 */
export function nextStep(output, otherwise) {
  // npm only warns of engines while it works, so the verdict on Node comes last and from its errors alone.
  const told = output.replace(/^npm warn.*$/gim, "");
  return known.find(([sign]) => sign.test(told))?.[1] ?? otherwise;
}

/**
 * The sentence for a Node that cannot run the first script, or undefined when it can.
 * @param {string} version such as `20.19.1`
 */
export function nodeTooOld(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return `Rollcall needs Node.js 20.19 or newer and this is ${version}: install it from nodejs.org, then run the command again.`;
}

/**
 * Prints a failure and returns the exit code for it.
 * @param {unknown} error
 */
export function report(error) {
  if (!(error instanceof Stop)) {
    console.error(error);
    return 1;
  }
  if (error.output) console.error(`\n${error.output}`);
  console.error(`\n${error.message}`);
  return 1;
}
