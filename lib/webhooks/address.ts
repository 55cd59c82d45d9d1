import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * Whether a delivery may go to this address: only what is routed on the public internet, never a loopback, private,
 * link-local (cloud metadata), shared, multicast or reserved one, nor one of these in the clothes of an IPv6 address.
 * @param address as `dns.lookup` or a socket gives it, without brackets
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6) {
    if (parsed.isIPv4MappedAddress()) return isPublicAddress(parsed.toIPv4Address().toString());
    // 2000::/3 is what is given out; ::127.0.0.1, fec0:: and whatever else lies outside is nobody's.
    const [first = 0] = parsed.parts;
    return parsed.range() === "unicast" && first >= 0x2000 && first <= 0x3fff;
  }
  return parsed.range() === "unicast";
}
