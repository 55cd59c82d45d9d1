import { endpointUrl } from "#lib/directory/directories.ts";
import { readAnswer, type TestLine } from "#lib/directory/setup/tests.ts";
import { services } from "./services.ts";

/** The provider's own headers, whatever their letter case, with the token. */
function headersOf(token: string, own: Record<string, string>): Headers {
  const headers = new Headers({ "content-type": "application/scim+json" });
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  headers.set("authorization", `Bearer ${token}`);
  return headers;
}

/**
 * Calls the SCIM door within this process: the same handlers, credentials, limits and log as from outside, and no
 * network. @param door app/scim/v2/doors.ts
 */
export const testLine = (door: (request: Request) => Promise<Response>): TestLine => ({
  async send(token, { method, path, query, body }, headers) {
    const { env } = await services();
    const address = `${endpointUrl(env.BASE_URL).replace(/\/$/, "")}${path}`;
    const [plain = "", mark] = address.split("?");
    const search = query ?? mark;
    const response = await door(
      new Request(search === undefined ? plain : `${plain}?${search}`, {
        method,
        headers: headersOf(token, headers),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    return {
      status: response.status,
      body: readAnswer(await response.text()),
      requestId: response.headers.get("x-request-id") ?? "",
    };
  },
  async settle() {
    await (await services()).activity.flush();
  },
});
