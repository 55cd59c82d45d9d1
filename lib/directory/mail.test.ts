/** Mails as they leave: over SMTP, to a server that takes them. */
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import { mailHtml } from "#lib/http/mail-html.ts";
import { outsideOf } from "#lib/http/outside.ts";
import type { Services } from "#lib/http/services.ts";
import { adminContext } from "#lib/http/session.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { headerOf, type Mail, openSmtpSink, partOf } from "#lib/testing/smtp-sink.ts";
import { addDirectory, serve } from "#lib/testing/test-instance.ts";
import { invite } from "./invitations.ts";
import { noticeExpiringTokens, noticeTroubledEndpoints, sendWaitingMails } from "./notices.ts";
import { createOrganization } from "./organizations.ts";
import { updateSettings } from "./settings.ts";
import { issueToken } from "./tokens.ts";
import { createWebhookEndpoint } from "./webhooks.ts";

let database: TestDatabase;
let services: Services;
let smtp: Awaited<ReturnType<typeof openSmtpSink>>;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  smtp = await openSmtpSink((recipient) => recipient.startsWith("nobody"));
});
afterAll(async () => {
  await smtp.close();
  await database.close();
});

let clock: Date;
beforeEach(() => {
  clock = new Date("2026-03-01T09:00:00Z");
  smtp.mails.length = 0;
});

const outside = () =>
  outsideOf({
    SMTP_URL: smtp.url,
    MAIL_FROM: "Rollcall <sync@rollcall.test>",
    BASE_URL: "https://rollcall.test",
  } as Parameters<typeof outsideOf>[0]);
const system = () => ({
  notices: services.notices,
  stores: services.admin,
  outside: outside(),
  baseUrl: "https://rollcall.test",
  now: () => clock,
  newId: services.newId,
});

/** An organization with an owner, whose address is a mail's recipient. */
async function organization(name: string): Promise<{ id: string; owner: string; ctx: AdminContext }> {
  const id = `account_${v7()}`;
  const owner = `owner-${v7().slice(-12)}@corp.example`;
  await database.prisma.account.create({ data: { id, email: owner, name: "Dana <D>", passwordHash: "x" } });
  const actor = { kind: "account", id, name: owner, confirmedAt: clock } as const;
  const ctx = {
    ...adminContext(services, actor),
    now: () => clock,
    outside: outside(),
    baseUrl: "https://rollcall.test",
  };
  return { id: (await createOrganization(ctx, { name })).id, owner, ctx };
}

const to = (recipient: string): Mail => {
  const mail = smtp.mails.find((each) => each.to === recipient);
  if (!mail) throw new Error(`Nothing came for ${recipient}; there are ${smtp.mails.map((each) => each.to).join()}.`);
  return mail;
};

/** RFC 5322: one of each header, a date, an id, both parts, and the words are the same. */
function expectWellFormed(mail: Mail): void {
  expect(mail.from).toBe("sync@rollcall.test");
  expect(headerOf(mail, "To")).toContain(mail.to);
  expect(Number.isNaN(Date.parse(headerOf(mail, "Date") ?? ""))).toBe(false);
  expect(headerOf(mail, "Message-ID")).toMatch(/^<\S+@\S+>$/);
  expect(headerOf(mail, "MIME-Version")).toBe("1.0");
  expect(headerOf(mail, "Content-Type")).toContain("multipart/alternative");
  expect(headerOf(mail, "Auto-Submitted")).toBe("auto-generated");
  expect(mail.source.split("\r\n").every((line) => line.length <= 998)).toBe(true);
  expect(partOf(mail, "text/html")).toContain("<!doctype html>");
}

describe("over SMTP", () => {
  test("an invitation arrives with its link, in the organization's name, which is text in the HTML part too", async () => {
    const { id, ctx } = await organization('Müller & <b>Söhne</b> "KG"');
    const [result] = await invite(ctx, id, { emails: ["new@corp.example"], role: "org:member", days: 7 });
    expect(result).toMatchObject({ mailed: true, link: null });
    const mail = to("new@corp.example");
    expectWellFormed(mail);
    const text = partOf(mail, "text/plain");
    expect(text).toContain('invites you to Müller & <b>Söhne</b> "KG" on Rollcall');
    const link = /https:\/\/rollcall\.test\/invitation#\S+/.exec(text)?.[0];
    expect(link).toBeDefined();
    const html = partOf(mail, "text/html");
    expect(html).toContain("Müller &amp; &lt;b&gt;Söhne&lt;/b&gt; &quot;KG&quot;");
    expect(html).not.toContain("<b>");
    expect(html).toContain(`href="${link}"`);
  });

  test("an address that the server refuses gets its link by hand", async () => {
    const { id, ctx } = await organization("Acme");
    const [result] = await invite(ctx, id, { emails: ["nobody@corp.example"], role: "org:member", days: 7 });
    expect(result).toMatchObject({ mailed: false, link: expect.stringContaining("/invitation#") });
    expect(result?.warning).toContain("did not take the message");
    expect(smtp.mails).toEqual([]);
  });

  test("a token that ends is told to owners and named addresses, with the day where the organization is, once", async () => {
    const { id, owner, ctx } = await organization("Acme");
    await updateSettings(ctx, id, {
      timeZone: "Pacific/Chatham",
      notifications: { recipients: ["ops@corp.example"] },
    });
    const { directoryId } = await addDirectory(services, { organizationId: id });
    await issueToken(ctx, directoryId, { name: "Okta <prod>", lifetimeSeconds: 6 * 86_400 });
    for (let n = 0; n < 2; n += 1) {
      await noticeExpiringTokens(system());
      await sendWaitingMails(system());
    }
    const received = smtp.mails.filter((mail) => [owner, "ops@corp.example"].includes(mail.to));
    expect(received.map((mail) => mail.to).sort()).toEqual([owner, "ops@corp.example"].sort());
    for (const mail of received) {
      expectWellFormed(mail);
      expect(headerOf(mail, "Subject")).toMatch(/ends within 7 days$/);
      // 09:00 UTC is 22:45 on the Chatham Islands in March.
      expect(partOf(mail, "text/plain")).toMatch(/"Okta <prod>".* in Acme ends on Saturday,? 7 March 2026 at 22:45/);
      expect(partOf(mail, "text/html")).toContain("Okta &lt;prod&gt;");
    }
  });

  test("a webhook endpoint that fails is told after an hour and after a day, and once more when it is disabled", async () => {
    const { id, owner, ctx } = await organization("Acme");
    const { id: endpoint } = await createWebhookEndpoint(ctx, id, {
      kind: "inspector",
      events: ["*"],
      description: "",
      headers: {},
    });
    const after = (hours: number) => new Date(clock.getTime() + hours * 3_600_000);
    const began = clock;
    const set = (data: object) => database.prisma.webhookEndpoint.updateMany({ where: { id: endpoint }, data });
    await set({ failingSince: began });
    const subjects: (string | undefined)[] = [];
    for (const hours of [0.5, 1.5, 3, 25]) {
      clock = new Date(began.getTime() + hours * 3_600_000);
      await noticeTroubledEndpoints(system());
    }
    await set({ state: "disabled", disabledReason: "failing", disabledAt: after(0) });
    await noticeTroubledEndpoints(system());
    await noticeTroubledEndpoints(system());
    await sendWaitingMails(system());
    for (const mail of smtp.mails.filter((each) => each.to === owner)) {
      expectWellFormed(mail);
      subjects.push(headerOf(mail, "Subject")?.replace(/^.*(has failed|was disabled)/, "$1"));
      expect(partOf(mail, "text/plain")).toContain(`https://rollcall.test/directory-sync/webhooks/${endpoint}`);
    }
    expect(subjects.sort()).toEqual(["has failed for a day", "has failed for an hour", "was disabled"]);
  });

  test("a line break in a name makes no header of its own", async () => {
    await outside().sendMail?.({ to: "ops@corp.example", subject: "Acme\r\nBcc: evil@evil.example", text: "Hello" });
    const mail = to("ops@corp.example");
    expect(headerOf(mail, "Bcc")).toBeUndefined();
    expect(smtp.mails).toHaveLength(1);
  });
});

test("in the HTML part only an address with a line to itself is a link", () => {
  const html = mailHtml({ subject: "<s>", text: 'See https://evil.example now\n\nhttps://rollcall.test/?a=1&b="2"' });
  expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://rollcall.test/?a=1&amp;b=&quot;2&quot;"']);
  expect(html).toContain("<title>&lt;s&gt;</title>");
});
