import { DataFolderLocked } from "#lib/db/data-folder-lock.ts";
import { isUnavailable } from "#lib/db/failure.ts";
import { type Env, SettingsError } from "#lib/env.ts";

const codeOf = (error: unknown): string => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return typeof code === "string" ? code : cause ? codeOf(cause) : "";
};

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** `postgresql://user:secret@host:5432/name` without the secret. */
function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** One sentence and the next step for whatever keeps the server from starting. Never a stack trace. */
export function explainStartFailure(error: unknown, env: Env | undefined): string {
  if (error instanceof SettingsError || error instanceof DataFolderLocked) return error.message;
  const code = codeOf(error);
  if (code === "EADDRINUSE") {
    return `Port ${env?.PORT} is taken by another program. Stop that program, or choose another port: PORT=${(env?.PORT ?? 3000) + 1} npm start`;
  }
  if (code === "EACCES" && env && env.PORT < 1024) {
    return `Port ${env.PORT} needs more rights than this user has. Choose one above 1023: PORT=3000 npm start`;
  }
  if (code === "ENOSPC" || /no space left/i.test(textOf(error))) {
    return `The disk is full. Free some space where ${env?.DATA_DIR ?? "the data folder"} lies, then start again; nothing that was answered is lost.`;
  }
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") {
    return `The data folder ${env?.DATA_DIR} cannot be written. Give this user the right to, or set DATA_DIR to another folder.`;
  }
  if (/production build/i.test(textOf(error))) {
    return "The app has not been built yet. Run npm start, which builds it first.";
  }
  if (env?.DATABASE_URL && (code !== "" || isUnavailable(error))) return explainDatabase(error, code, env.DATABASE_URL);
  return `Rollcall could not start: ${textOf(error).split("\n")[0]} (LOG_LEVEL=debug shows where).`;
}

function explainDatabase(error: unknown, code: string, url: string): string {
  const place = withoutPassword(url);
  if (code.startsWith("28")) return `The database at ${place} refuses this user or password. Check DATABASE_URL.`;
  if (code === "3D000") return `There is no database named in ${place}. Create it (createdb), or correct DATABASE_URL.`;
  if (code.startsWith("42501"))
    return `This user may not create tables at ${place}. Grant it CREATE on the schema, or use another user.`;
  return `The database at ${place} cannot be reached (${code || (textOf(error).split("\n")[0] ?? "no answer")}). Check that it runs and that DATABASE_URL is right.`;
}
