const VERSION = /^\s*(?:W\/)?"(0|[1-9]\d{0,14})"\s*$/;

/** A row's version as an ETag. Weak: the same version may be shown with more or fewer attributes (RFC 7644 §3.14). */
export function formatVersion(version: number): string {
  return `W/"${version}"`;
}

/**
 * The versions an If-Match or If-None-Match header names; undefined without the header. Tags are compared weakly, as
 * RFC 7644 §3.14 shows. What is not one of our tags matches no version, so that a malformed header fails the condition.
 */
export function parseIfMatch(header: string | null | undefined): number[] | "*" | undefined {
  if (header === null || header === undefined) return undefined;
  if (header.trim() === "*") return "*";
  return header
    .split(",")
    .map((tag) => VERSION.exec(tag)?.[1])
    .filter((version) => version !== undefined)
    .map(Number);
}
