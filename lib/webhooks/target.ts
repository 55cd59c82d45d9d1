import { isIP } from "node:net";
import { isPublicAddress } from "./address.ts";

/** What the operator allows as a target. */
export interface TargetPolicy {
  /** ALLOW_PRIVATE_WEBHOOKS: any address, port and plain http, for a local demo or a receiver in the same network. */
  readonly allowPrivate: boolean;
  /** Our own address; deliveries to ourselves would go round in circles. */
  readonly baseUrl: string;
}

const PORTS = new Set(["", "443", "8443"]);
/** Names that never leave a machine, a network or a cloud. */
const INNER_NAME =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|test|invalid|onion|arpa)$/;

/** @returns why `text` may not be the address of an endpoint, for people; undefined if it may. */
export function refuseTarget(text: string, { allowPrivate, baseUrl }: TargetPolicy): string | undefined {
  // What browsers and Node would quietly take out or turn round is refused as written.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0020\u007f\\]/.test(text)) return "An address has no spaces, line breaks or backslashes.";
  if (!/^https?:\/\/[^/]/i.test(text)) return "An address begins with https://.";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return "This is not an address: write it as https://example.com/webhooks.";
  if (/[^\u0021-\u007e]/.test(text))
    return "Write the address in ASCII: a name with other letters begins with xn--, and %-codes stand for the rest.";
  if (url.username !== "" || url.password !== "" || /^https?:\/\/[^/?#]*@/i.test(text)) {
    return "An address has no user name or password. Send a header instead.";
  }
  if (text.includes("#")) return "An address has no # part: it would not be sent.";
  const own = new URL(baseUrl);
  if (url.host === own.host) return "This is Rollcall's own address. To look at deliveries, add an inspector.";
  if (allowPrivate) return undefined;
  if (url.protocol !== "https:")
    return "The address must begin with https://, so that nobody on the way can read people's data.";
  if (!PORTS.has(url.port)) return "Only the ports 443 and 8443 are allowed.";
  return refuseHost(url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, ""), own.hostname);
}

function refuseHost(host: string, ownHost: string): string | undefined {
  if (host === ownHost) return "This is Rollcall's own host.";
  const isAddress = isIP(host) !== 0;
  const isInner = isAddress ? !isPublicAddress(host) : INNER_NAME.test(host) || !host.includes(".");
  return isInner
    ? "This address is private. Rollcall only calls public ones, unless its operator sets ALLOW_PRIVATE_WEBHOOKS."
    : undefined;
}
