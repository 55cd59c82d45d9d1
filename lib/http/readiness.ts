import { pendingMigrations } from "#lib/db/migrations.ts";
import { services } from "./services.ts";

/** Whether this process can serve: the database answers and has every migration that this version knows. */
export async function readiness(): Promise<{ ready: boolean; reason?: string }> {
  try {
    const pending = await pendingMigrations((await services()).database.sql);
    return pending.length === 0
      ? { ready: true }
      : { ready: false, reason: `Migrations are not applied: ${pending.join(", ")}. Run npm run db:migrate.` };
  } catch {
    return { ready: false, reason: "The database does not answer." };
  }
}
