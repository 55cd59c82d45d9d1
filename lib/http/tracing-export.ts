/** Sends spans by OTLP over HTTP. Loaded only where OTEL_EXPORTER_OTLP_ENDPOINT says where to. */
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { tracing } from "./tracing.ts";

/**
 * Begins tracing, once per process. Endpoint, headers and timeout are the exporter's own settings
 * (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, …), the name is OTEL_SERVICE_NAME or `rollcall`. Spans wait
 * in a bounded queue: a collector that does not answer costs spans, never a request.
 */
export function startTracing(): void {
  if (tracing.rollcallTracing) return;
  const name = process.env.OTEL_SERVICE_NAME || "rollcall";
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.name": name })),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  tracing.rollcallTracing = { tracer: provider.getTracer("rollcall"), flush: () => provider.forceFlush() };
}
