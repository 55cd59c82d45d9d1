import { WorkOS } from "@workos-inc/node";

/** Everything of the catalogue that says who is in a directory. */
export const DIRECTORY_EVENTS = [
  "dsync.activated",
  "dsync.deleted",
  "dsync.user.created",
  "dsync.user.updated",
  "dsync.user.deleted",
  "dsync.group.created",
  "dsync.group.updated",
  "dsync.group.deleted",
  "dsync.group.user_added",
  "dsync.group.user_removed",
];

/** The published SDK of WorkOS, pointed at Rollcall. */
export function sdk({ url, apiKey }) {
  const { protocol, hostname, port } = new URL(url);
  return new WorkOS(apiKey, {
    apiHostname: hostname,
    https: protocol === "https:",
    ...(port !== "" && { port: Number(port) }),
  });
}

/** The events behind `after`, page by page, in the order in which they happened; `after` may be null for the first. */
export async function* eventsBehind(workos, { organizationId, after }) {
  for (let cursor = after; ; ) {
    const page = await workos.events.listEvents({
      events: DIRECTORY_EVENTS,
      organizationId,
      limit: 100,
      ...(cursor !== null && { after: cursor }),
    });
    yield page.data;
    const next = page.listMetadata.after;
    if (page.data.length === 0 || !next || next === cursor) return;
    cursor = next;
  }
}

/** Everybody and every group of the directory right now, with each person's groups. */
export async function everybody(workos, directoryId) {
  const users = await (await workos.directorySync.listUsers({ directory: directoryId })).autoPagination();
  const groups = await (await workos.directorySync.listGroups({ directory: directoryId })).autoPagination();
  return { users, groups };
}
