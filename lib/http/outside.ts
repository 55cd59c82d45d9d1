import { Resolver } from "node:dns/promises";
import type { Outside } from "#lib/directory/admin-context.ts";
import type { Env } from "#lib/env.ts";
import { mailHtml } from "./mail-html.ts";

const DNS_TIMEOUT_MS = 3_000;
const SMTP_TIMEOUT_MS = 10_000;

/** What this process reaches beyond itself: the operator's resolver and, if set, the operator's mail server. */
export function outsideOf({ SMTP_URL, MAIL_FROM, BASE_URL }: Env): Outside {
  return {
    async lookUpTxt(name) {
      const records = await new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 2 }).resolveTxt(name);
      return records.map((parts) => parts.join(""));
    },
    sendMail: SMTP_URL ? sender(SMTP_URL, MAIL_FROM ?? `Rollcall <rollcall@${new URL(BASE_URL).hostname}>`) : null,
  };
}

function sender(url: string, from: string): NonNullable<Outside["sendMail"]> {
  return async ({ to, subject, text }) => {
    // Most instances send none, so it is loaded when one does.
    const { createTransport } = await import("nodemailer");
    const timeouts = {
      connectionTimeout: SMTP_TIMEOUT_MS,
      greetingTimeout: SMTP_TIMEOUT_MS,
      socketTimeout: SMTP_TIMEOUT_MS,
    };
    // A file or an address in a message is never read: everything in it is text that we wrote.
    const safe = { disableFileAccess: true, disableUrlAccess: true };
    const transport = createTransport({ url, ...timeouts, ...safe });
    try {
      const html = mailHtml({ subject, text });
      // RFC 3834 §5: nobody's absence notice answers a machine.
      const headers = { "Auto-Submitted": "auto-generated" };
      await transport.sendMail({ from, to, subject, text, html, headers });
    } finally {
      transport.close();
    }
  };
}
