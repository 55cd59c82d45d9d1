import { pendingMigrations } from "#lib/db/migrations.ts";
import { services } from "./services.ts";

/** Whether this process can serve: the database answers and has every migration that this version knows. */
export async function readiness(): Promise<{ ready: boolean; reason?: string }> {
  try {
    const { database, life } = await services();
    if (life.stopping) return { ready: false, reason: "This process is stopping." };
    const pending = await pendingMigrations(database.sql);
    return pending.length === 0
      ? { ready: true }
      : { ready: false, reason: `Migrations are not applied: ${pending.join(", ")}. Run npm run db:migrate.` };
  } catch {
    return { ready: false, reason: "The database does not answer." };
  }
}
