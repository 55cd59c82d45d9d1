import type { NextConfig } from "next";

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** What is no page runs nothing and is shown in nothing. Pages have a policy of their own, made for each answer: proxy.ts. */
const dataPolicy = {
  key: "Content-Security-Policy",
  value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

const config: NextConfig = {
  // IdPs send /Users/ and /Users alike; a redirect would lose their request.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  // The image optimiser fetches what it is told to, and nothing here needs it.
  images: { unoptimized: true },
  serverExternalPackages: [
    "pg",
    "pg-boss",
    "@electric-sql/pglite",
    "@prisma/client",
    "@prisma/schema-engine-wasm",
    "pino",
    "nodemailer",
    "prom-client",
    "@opentelemetry/sdk-trace",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
  ],
  // `npm test` type-checks; starting does not have to do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["lucide-react"] },
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    { source: "/:room(api|v1|scim|oauth)/:path*", headers: [dataPolicy] },
  ],
};

export default config;
