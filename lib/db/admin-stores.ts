import type { AdminStores } from "#lib/directory/admin-context.ts";
import { auditStore } from "./audit-store.ts";
import type { Database } from "./database.ts";
import { decisionStore } from "./decision-store.ts";
import { deliveryStore } from "./delivery-store.ts";
import { directoryStore } from "./directory-store.ts";
import { eraseStore } from "./erase-store.ts";
import { eventStore } from "./event-store.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { healthStore } from "./health-store.ts";
import { invitationStore } from "./invitation-store.ts";
import { logStore } from "./log-store.ts";
import { logViewStore } from "./log-view-store.ts";
import { mappingStore } from "./mapping-store.ts";
import { memberStore } from "./member-store.ts";
import { oauthClientStore } from "./oauth-store.ts";
import { organizationStore } from "./organization-store.ts";
import { peopleStore } from "./people-store.ts";
import { roleStore } from "./role-store.ts";
import { runStore } from "./run-store.ts";
import { searchStore } from "./search-store.ts";
import { mailStore, settingsStore } from "./settings-store.ts";
import { setupStore } from "./setup-store.ts";
import type { Sql } from "./sql.ts";
import { apiKeyStore, tokenStore } from "./token-store.ts";
import { viewStore } from "./view-store.ts";
import { webhookStore } from "./webhook-store.ts";

const storesOn = (prisma: PrismaClient, sql: Sql): Omit<AdminStores, "atOnce"> => ({
  mapping: mappingStore(sql),
  roles: roleStore(sql),
  runs: runStore(sql),
  organizations: organizationStore(prisma, sql),
  directories: directoryStore(prisma, sql),
  tokens: tokenStore(prisma, sql),
  oauthClients: oauthClientStore(prisma),
  apiKeys: apiKeyStore(prisma),
  audit: auditStore(sql),
  members: memberStore(prisma, sql),
  erasures: eraseStore(sql),
  invitations: invitationStore(prisma, sql),
  settings: settingsStore(prisma, sql),
  mails: mailStore(prisma),
  decisions: decisionStore(sql),
  views: viewStore(sql),
  setup: setupStore(prisma, sql),
  logViews: logViewStore(prisma),
  health: healthStore(prisma, sql),
  logs: logStore(prisma, sql, () => new Date()),
  people: peopleStore(sql),
  search: searchStore(sql),
  events: eventStore(sql),
  webhooks: webhookStore(prisma, sql),
  deliveries: deliveryStore(sql),
});

/** Prisma has connections of its own: what it wrote would stay when the transaction rolls back. */
const outsideTheTransaction = new Proxy({} as PrismaClient, {
  get(_, name) {
    throw new Error(`prisma.${String(name)} cannot take part in atOnce: write that act in SQL first`);
  },
});

/** A connection does one thing at a time, and the verbs ask for several at once where they can. */
function inTurn(transaction: Sql): Sql {
  let last: Promise<unknown> = Promise.resolve();
  const after = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  const inside: Sql = {
    ...transaction,
    query: (text, parameters) => after(() => transaction.query(text, parameters)),
    script: (text) => after(() => transaction.script(text)),
    transaction: (nested) => nested(inside),
  };
  return inside;
}

/** Everything that the verbs of admins and management keys ask of the storage. */
export function adminStores({ prisma, sql }: Pick<Database, "prisma" | "sql">): AdminStores {
  return {
    ...storesOn(prisma, sql),
    atOnce: (work) =>
      guarded(() =>
        sql.transaction((transaction) => {
          const inside: AdminStores = {
            ...storesOn(outsideTheTransaction, inTurn(transaction)),
            atOnce: (nested) => nested(inside),
          };
          return work(inside);
        }),
      ),
  };
}
