import type { NextConfig } from "next";

// Next writes its data into the page as inline scripts. Nothing is fetched from, or sent to, another host.
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

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
  ],
  // `npm test` type-checks; starting does not have to do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["lucide-react"] },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
