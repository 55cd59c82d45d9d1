import { POST } from "#app/oauth/token/route.ts";

export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly access_token: string;
    readonly scope: string;
    readonly error?: string;
    readonly error_description?: string;
    readonly [name: string]: unknown;
  };
}

interface TokenAsk {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; parameters are sent as a form. */
  readonly body?: string;
}

/** Asks the token endpoint as an IdP would, without a server in between. */
export async function askToken(
  parameters: Readonly<Record<string, string>>,
  { method = "POST", headers = {}, body = String(new URLSearchParams(parameters)) }: TokenAsk = {},
): Promise<TokenReply> {
  const request = new Request("http://rollcall.test/oauth/token", {
    method,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    ...(method !== "GET" && { body }),
  });
  const response = await POST(request);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

/** By `client_secret_post`. */
export const askWithSecret = (id: string, secret: string, more: Record<string, string> = {}) =>
  askToken({ grant_type: "client_credentials", client_id: id, client_secret: secret, ...more });

export const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
});
