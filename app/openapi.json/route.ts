import { openApiDocument } from "#lib/http/api/openapi.ts";
import { services } from "#lib/http/services.ts";

export async function GET(): Promise<Response> {
  const { env } = await services();
  return Response.json(openApiDocument(env.BASE_URL), { headers: { "access-control-allow-origin": "*" } });
}
