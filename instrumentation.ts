/** Next calls this once per process, under `next start`, `next dev` and server.ts alike. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { mendRequests } = await import("#lib/http/plain-next.ts");
  mendRequests();
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) {
    const { startTracing } = await import("#lib/http/tracing-export.ts");
    startTracing();
  }
  const { startBackgroundWork } = await import("#lib/http/background.ts");
  await startBackgroundWork();
}
