import { isIP } from "node:net";
import { UserError } from "../../lib/user-error.ts";
import { isMultiaddress, type PeerAddress, parsePeerAddress } from "../../primitives/multiaddress.ts";

/** @throws UserError when the text is no address of a peer */
export function readPeerAddress(text: string): PeerAddress {
  const parsed = parsePeerAddress(text);
  if (parsed !== undefined) return parsed;
  throw new UserError(`"${text}" is no address of a peer: /ip4/HOST/tcp/PORT/p2p/PEER_ID is expected`, 2);
}

/** An address without the identity at its end. */
export function withoutPeer(address: { toString(): string }): string {
  return address.toString().replace(/\/p2p\/[^/]+$/, "");
}

/** Whether an address can be dialed by this node: TCP, or WebSocket over it. */
export function isDialable(address: string): boolean {
  return (
    /^\/(?:ip4|ip6|dns|dns4|dns6)\/[^/]+\/tcp\/\d+(?:\/(?:tls\/)?wss?(?:\/|$).*)?$/.test(address) &&
    isMultiaddress(address.replace(/(\/wss?)\/.*$/, "$1"))
  );
}

/** Whether an address can be listened on by this node: as those that are dialed, but of an IP address. */
export function isListenable(address: string): boolean {
  return /^\/ip[46]\//.test(address) && isDialable(address);
}

/** Whether an address lies in a private network, or on this machine. Names are public. */
export function isPrivateAddress(address: string): boolean {
  const host = /^\/ip[46]\/([^/]+)/.exec(address)?.[1];
  if (host === undefined || isIP(host) === 0) return false;
  return isIP(host) === 4 ? isPrivate4(host) : isPrivate6(host);
}

/** Rust: `ip_network::Ipv4Network::is_global`. */
function isPrivate4(host: string): boolean {
  const [a, b, c] = host.split(".").map(Number) as [number, number, number, number];
  if (a === 0 || a === 10 || a === 127 || a >= 240) return true;
  if (a === 100) return b >= 64 && b < 128;
  if (a === 169) return b === 254;
  if (a === 172) return b >= 16 && b < 32;
  if (a === 192) return b === 168 || (b === 0 && (c === 0 || c === 2));
  if (a === 198) return b === 18 || b === 19 || (b === 51 && c === 100);
  return a === 203 && b === 0 && c === 113;
}

function isPrivate6(host: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host)?.[1];
  if (mapped !== undefined) return isPrivate4(mapped);
  // Global unicast is 2000::/3, without documentation addresses.
  return !/^[23]/.test(host) || /^2001:0?db8:/i.test(host);
}
