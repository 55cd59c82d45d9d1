import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { deleteDirectory, getDirectory, updateDirectory } from "#lib/directory/directories.ts";
import { listLog } from "#lib/directory/log.ts";
import { addOAuthSecret, createOAuthClient, revokeOAuthClient, revokeOAuthSecret } from "#lib/directory/oauth.ts";
import { purgeExpired } from "#lib/directory/retention.ts";
import { listTokens } from "#lib/directory/tokens.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { expectError } from "./expect-scim-error.ts";
import { askWithSecret } from "./oauth-client.ts";
import { askScim, scimClient } from "./scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory } from "./test-instance.ts";

/** Client credentials from end to end: the same guarantees on every database. */
export function describeOAuth(name: string, open: () => Promise<Database>) {
  describe(`OAuth client credentials on ${name}`, () => {
    let services: Services;
    let directory: TestDirectory;
    beforeAll(async () => {
      services = serve(await open());
      directory = await addDirectory(services);
    });
    // Tests ask more often than an IdP may.
    afterEach(() => provideServices({ ...services, grantLimit: serve(services.database).grantLimit }));
    afterAll(() => services.database.close());

    const create = (input: Partial<Parameters<typeof createOAuthClient>[2]> = {}, id = directory.directoryId) =>
      createOAuthClient(operator(services), id, { name: "Entra", ...input });
    const tokenOf = async ({ id, clientSecret }: { id: string; clientSecret: string }) =>
      (await askWithSecret(id, clientSecret)).body.access_token;
    const statusOf = async (token: string) => (await askScim("GET", "/Users", { token })).status;
    /** Lets `seconds` pass for whatever asks for the time. */
    const passes = (seconds: number) =>
      provideServices({ ...services, now: () => new Date(Date.now() + seconds * 1_000) });
    const audited = async (targetId: string) =>
      (await services.database.prisma.auditEntry.findMany({ where: { targetId }, orderBy: { id: "asc" } })).map(
        ({ action }) => action,
      );

    test("a secret is exchanged for a token that opens its own directory and no other", async () => {
      const reply = await tokenReply();
      expect(reply.status).toBe(200);
      expect(reply.body).toEqual({
        access_token: expect.stringMatching(/^scim_[0-9A-Za-z]{49}$/),
        token_type: "Bearer",
        expires_in: 3_600,
        scope: expect.stringContaining("get:users"),
      });
      expect(reply.headers.get("cache-control")).toBe("no-store");
      const idp = scimClient(reply.body.access_token);
      const { body } = await idp.post("/Users", { userName: "by-oauth" });
      expect((await directory.idp.get(`/Users/${body.id}`)).status).toBe(200);
      const other = await addDirectory(services);
      expect((await other.idp.get(`/Users/${body.id}`)).status).toBe(404);
      expectError(await idp.get(`/connections/${other.directoryId}/Users`), 401);
    });
    const tokenReply = async () => {
      const client = await create();
      return askWithSecret(client.id, client.clientSecret);
    };

    test("the token may do what was asked for of what the client may, and nothing else", async () => {
      const client = await create({ scopes: ["get:users", "post:users", "get:groups"] });
      const all = await askWithSecret(client.id, client.clientSecret);
      expect(all.body.scope).toBe("get:users post:users get:groups");
      const less = await askWithSecret(client.id, client.clientSecret, { scope: " get:groups  get:users get:users" });
      expect(less.body.scope).toBe("get:users get:groups");
      const idp = scimClient(less.body.access_token);
      expect((await idp.get("/Groups")).status).toBe(200);
      expectError(await idp.post("/Users", { userName: "not-granted" }), 403);
      for (const scope of ["delete:users", "get:users delete:users", "admin", "get:users,get:groups"]) {
        const more = await askWithSecret(client.id, client.clientSecret, { scope });
        expect([more.status, more.body.error]).toEqual([400, "invalid_scope"]);
      }
    });

    test("the token ends after an hour, and the log says when it did", async () => {
      const own = await addDirectory(services);
      const token = await tokenOf(await create({}, own.directoryId));
      passes(3_590);
      expect(await statusOf(token)).toBe(200);
      passes(3_601);
      expect(await statusOf(token)).toBe(401);
      await services.activity.flush();
      const { data } = await listLog(operator(services), own.directoryId, { outcome: "refused" });
      expect(data[0]?.sentence).toContain("expired");
    });

    test("a secret gives no token after it expired; the client's other secrets do", async () => {
      const client = await create({ secretLifetimeSeconds: 900 });
      const lasting = await addOAuthSecret(operator(services), directory.directoryId, client.id);
      passes(890);
      expect((await askWithSecret(client.id, client.clientSecret)).status).toBe(200);
      passes(901);
      expect((await askWithSecret(client.id, client.clientSecret)).body.error).toBe("invalid_client");
      expect((await askWithSecret(client.id, lasting.clientSecret)).status).toBe(200);
    });

    test("secrets are rotated without a gap: both work until the old one is revoked, and its tokens go on", async () => {
      const ctx = operator(services);
      const client = await create();
      const old = await tokenOf(client);
      const added = await addOAuthSecret(ctx, directory.directoryId, client.id);
      expect((await askWithSecret(client.id, client.clientSecret)).status).toBe(200);
      expect((await askWithSecret(client.id, added.clientSecret)).status).toBe(200);
      const first = client.secrets[0]?.id ?? "";
      const revoked = await revokeOAuthSecret(ctx, directory.directoryId, client.id, first);
      expect(revoked.revokedAt).toBeInstanceOf(Date);
      expect((await askWithSecret(client.id, client.clientSecret)).body.error).toBe("invalid_client");
      expect((await askWithSecret(client.id, added.clientSecret)).status).toBe(200);
      expect(await statusOf(old)).toBe(200);
      expect(await revokeOAuthSecret(ctx, directory.directoryId, client.id, first)).toEqual(revoked);
      expect(await audited(client.id)).toEqual(["oauth_client.created", "oauth_secret.added", "oauth_secret.revoked"]);
    });

    test("revoking the client ends its tokens for the very next request and its secrets for good", async () => {
      const ctx = operator(services);
      const [client, other] = [await create(), await create()];
      const [token, others] = [await tokenOf(client), await tokenOf(other)];
      expect(await statusOf(token)).toBe(200);
      const revoked = await revokeOAuthClient(ctx, directory.directoryId, client.id);
      expect(await statusOf(token)).toBe(401);
      expect((await askWithSecret(client.id, client.clientSecret)).body.error).toBe("invalid_client");
      await expect(addOAuthSecret(ctx, directory.directoryId, client.id)).rejects.toMatchObject({ code: "conflict" });
      expect(await revokeOAuthClient(ctx, directory.directoryId, client.id)).toEqual(revoked);
      expect(await audited(client.id)).toEqual(["oauth_client.created", "oauth_client.revoked"]);
      expect(await statusOf(others)).toBe(200);
    });

    test("deleting the directory ends its clients and their tokens at once", async () => {
      const own = await addDirectory(services);
      const client = await create({}, own.directoryId);
      const token = await tokenOf(client);
      expect(await statusOf(token)).toBe(200);
      await deleteDirectory(operator(services), own.directoryId);
      expect(await statusOf(token)).toBe(401);
      expect((await askWithSecret(client.id, client.clientSecret)).body.error).toBe("invalid_client");
    });

    test("a client or secret that is revoked while a token is being issued gives none", async () => {
      const client = await create();
      const { find } = services.grants;
      const grants = {
        ...services.grants,
        find: async (...asked: Parameters<typeof find>) => {
          const found = await find(...asked);
          await revokeOAuthClient(operator(services), directory.directoryId, client.id);
          return found;
        },
      };
      provideServices({ ...services, grants });
      expect((await askWithSecret(client.id, client.clientSecret)).body.error).toBe("invalid_client");
      expect(await services.database.prisma.scimToken.count({ where: { clientId: client.id } })).toBe(0);
    });

    test("access tokens are no tokens that people made: lists and counts leave them out", async () => {
      const own = await addDirectory(services);
      await tokenOf(await create({}, own.directoryId));
      const ctx = operator(services);
      expect((await listTokens(ctx, own.directoryId)).map(({ id }) => id)).toEqual([own.tokenId]);
      expect((await getDirectory(ctx, own.directoryId)).counts.activeTokens).toBe(1);
    });

    test("the use of a secret is noted", async () => {
      const client = await create();
      const lastUse = async () =>
        (await services.admin.oauthClients.find(directory.directoryId, client.id))?.secrets[0]?.lastUsedAt;
      expect(await lastUse()).toBeNull();
      await tokenOf(client);
      expect(await lastUse()).toBeInstanceOf(Date);
    });

    test("expired access tokens are forgotten a day later, tokens that people made never", async () => {
      const client = await create();
      await tokenOf(client);
      const left = () => services.database.prisma.scimToken.count({ where: { clientId: client.id } });
      const purgeIn = (hours: number) => purgeExpired(services.retention, new Date(Date.now() + hours * 3_600_000));
      await purgeIn(24);
      expect(await left()).toBe(1);
      expect((await purgeIn(26)).accessTokens).toBeGreaterThan(0);
      expect(await left()).toBe(0);
      expect(await statusOf(directory.token)).toBe(200);
    });

    test("a label is one directory's on the whole instance, and free again when it is given up", async () => {
      const ctx = operator(services);
      const [one, two] = [await addDirectory(services), await addDirectory(services)];
      await updateDirectory(ctx, one.directoryId, { label: "acme-prod" });
      const taken = updateDirectory(ctx, two.directoryId, { label: "acme-prod" });
      await expect(taken).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("acme-prod") });
      expect(await getDirectory(ctx, two.directoryId)).toMatchObject({ label: null });
      await updateDirectory(ctx, one.directoryId, { label: null });
      expect(await updateDirectory(ctx, two.directoryId, { label: "acme-prod" })).toMatchObject({ label: "acme-prod" });
      await updateDirectory(ctx, two.directoryId, { label: null });
    });
  });
}
