import type { IncomingMessage } from "node:http";

const HEADER = "x-forwarded-for";

/**
 * Puts the address the connection comes from into X-Forwarded-For, in place of whatever the sender wrote there: whoever
 * may set that header may pretend to be anybody, in the log and for every limit by address. With `trustProxy` a header
 * that is there is the proxy's and stays. Both forms of the headers are set: Next reads one, the SCIM listener the other.
 */
export function nameSender(request: IncomingMessage, trustProxy: boolean): void {
  if (trustProxy && request.headers[HEADER] !== undefined) return;
  const address = request.socket.remoteAddress ?? "";
  request.headers[HEADER] = address;
  const { rawHeaders } = request;
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (rawHeaders[at]?.toLowerCase() === HEADER) rawHeaders.splice(at, 2);
  }
  rawHeaders.push("X-Forwarded-For", address);
}
