import { llmsTxt } from "#lib/http/api/reference.ts";
import { services } from "#lib/http/services.ts";

export async function GET(): Promise<Response> {
  const { env } = await services();
  return new Response(llmsTxt(env.BASE_URL), { headers: { "content-type": "text/plain; charset=utf-8" } });
}
