/**
 * Where to go after sign-in: `wanted` when it stays on this site, else the start page. Browsers read `//host`, `/\host`
 * and paths with tabs in them as other sites, so the URL parser decides and not the first character.
 */
export function sameOriginPath(wanted: string | undefined, origin: string, otherwise = "/directory-sync"): string {
  if (!wanted || !URL.canParse(wanted, origin)) return otherwise;
  const url = new URL(wanted, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : otherwise;
}
