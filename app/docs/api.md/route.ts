import { referenceInMarkdown } from "#lib/http/api/reference.ts";
import { services } from "#lib/http/services.ts";

export async function GET(): Promise<Response> {
  const { env } = await services();
  return new Response(referenceInMarkdown(env.BASE_URL), { headers: { "content-type": "text/markdown; charset=utf-8" } });
}
