import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Another living process has the embedded database open; PGlite itself would corrupt the folder without noticing. */
export class DataFolderLocked extends Error {
  override readonly name = "DataFolderLocked";
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by process ${pid}. Stop that process, or set DATA_DIR to another folder, ` +
        "or DATABASE_URL to a PostgreSQL that several processes can share.",
    );
    this.pid = pid;
  }
}

interface Owner {
  pid: number;
  /** Start of the process in clock ticks since boot, where the system tells: a recycled pid is not the owner. */
  startedAt: string | null;
}

/** Field 22 of /proc/<pid>/stat; the command name before it may hold spaces and parentheses. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return startedAt === null || startTime(pid) === startedAt;
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/**
 * Takes `folder` for this process; a lock left by a killed process is taken over.
 * @returns the release, to be called when the database is closed.
 * @throws DataFolderLocked
 */
export function lockDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "lock.json");
  const self: Owner = { pid: process.pid, startedAt: startTime(process.pid) };

  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(self), { flag: "wx", mode: 0o600 });
      return () => {
        if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const owner = readOwner(file);
      if (owner && owner.pid !== process.pid && isAlive(owner)) throw new DataFolderLocked(folder, owner.pid);
      rmSync(file, { force: true });
    }
  }
  throw new DataFolderLocked(folder, readOwner(file)?.pid ?? 0);
}
