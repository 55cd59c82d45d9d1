const BARE = /^[0-9a-f]{32}$/i;
const DASHED = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The UUID in a prefixed id of ours, or `id` itself where it is one. @returns undefined for anything else */
export function uuidOf(prefix: string, id: string): string | undefined {
  if (DASHED.test(id)) return id.toLowerCase();
  const bare = id.startsWith(`${prefix}_`) ? id.slice(prefix.length + 1) : "";
  if (!BARE.test(bare)) return undefined;
  return bare.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
