/** What every page says about itself to the browser. */

const YEAR_SECONDS = 31_536_000;

/**
 * Scripts of our own and those of this very answer; nothing from, and nothing to, another host. Styles in attributes are
 * React's `style`, which no attacker can reach without being able to write HTML in the first place.
 */
export const pagePolicy = (nonce: string, { development }: { development: boolean }) =>
  [
    "default-src 'self'",
    // React's development build makes functions from text to show where a component came from.
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "worker-src 'self' blob:",
  ].join("; ");

/** Only over https, where it means something: browsers come back by https alone for a year. */
export const transportSecurity = (baseUrl: string): string | undefined =>
  baseUrl.startsWith("https:") ? `max-age=${YEAR_SECONDS}; includeSubDomains` : undefined;
