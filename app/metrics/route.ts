import { answerMetrics } from "#lib/http/metrics.ts";
import { services } from "#lib/http/services.ts";

export async function GET(request: Request): Promise<Response> {
  return answerMetrics(request, await services());
}
