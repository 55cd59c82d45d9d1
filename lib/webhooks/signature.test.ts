import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { isSigned, mintWebhookSecret, signatureHeaders } from "./signature.ts";

const message = (at = new Date()) => ({ id: "event_1", at, body: '{"event":"dsync.user.created","name":"Zoë"}' });

describe("signatures", () => {
  test("a known message has the signature that the specification gives", () => {
    const at = new Date(1_614_265_330_000);
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const headers = signatureHeaders({ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body: '{"test": 2432232314}' }, [
      secret,
    ]);
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  test("are verified by the reference library with each of the secrets, while one replaces the other", () => {
    const secrets = [mintWebhookSecret(), mintWebhookSecret()];
    const { body } = message();
    const headers = signatureHeaders(message(), secrets);
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(mintWebhookSecret()).verify(body, headers)).toThrow();
  });

  test("H16: a changed body, another id, another secret or a message of six minutes ago is refused, by the library and by ours", () => {
    const secret = mintWebhookSecret();
    const { body } = message();
    const read = (headers: Record<string, string>) => ({
      id: headers["webhook-id"] ?? null,
      timestamp: headers["webhook-timestamp"] ?? null,
      signature: headers["webhook-signature"] ?? null,
    });
    const headers = signatureHeaders(message(), [secret]);
    const late = signatureHeaders(message(new Date(Date.now() - 360_000)), [secret]);
    const check = (given: Record<string, string>, text: string) =>
      isSigned(read(given), text, { secrets: [secret], now: new Date() });
    expect(check(headers, body)).toBe(true);
    const wrong = [
      [headers, `${body} `],
      [{ ...headers, "webhook-id": "event_2" }, body],
      [late, body],
      [{ ...headers, "webhook-signature": "v1," }, body],
    ] as const;
    const other = signatureHeaders(message(), [mintWebhookSecret()]);
    for (const [given, text] of [...wrong, [other, body] as const]) {
      expect(check(given, text)).toBe(false);
      expect(() => new Webhook(secret).verify(text, given)).toThrow();
    }
  });
});
