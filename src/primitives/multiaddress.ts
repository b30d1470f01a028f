import { isIPv4, isIPv6 } from "node:net";
import { base58Decode } from "../crypto/base58.ts";

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
const isAny = (): boolean => true;

/** The protocols that have a value, and what it must be. */
const valued: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ["ip4", isIPv4],
  ["ip6", isIPv6],
  ...["tcp", "udp", "dccp", "sctp"].map((name) => [name, isPort] as const),
  ...["p2p", "ipfs"].map((name) => [name, isPeerId] as const),
  ...["dns", "dns4", "dns6", "dnsaddr", "memory", "onion", "onion3", "unix", "certhash", "sni"].map(
    (name) => [name, isAny] as const,
  ),
  // The path of a WebSocket, where it is no end of the address.
  ...["x-parity-ws", "x-parity-wss", "http-path"].map((name) => [name, isAny] as const),
]);
/** The protocols without a value. */
const bare: ReadonlySet<string> = new Set([
  ...["ws", "wss", "tls", "noise", "http", "https", "quic", "quic-v1", "utp", "udt", "p2p-circuit"],
  ...["webrtc", "webrtc-direct", "webtransport", "p2p-webrtc-direct", "p2p-webrtc-star", "p2p-websocket-star"],
]);

/**
 * Whether a text is the base58 form of a peer's identity: an ed25519 or a secp256k1 key itself, or the SHA-256 hash of a key.
 * Rust: `sc_network_types::PeerId::from_multihash`.
 */
export function isPeerId(text: string): boolean {
  const bytes = base58Decode(text);
  if (bytes === undefined) return false;
  const start = (...expected: readonly number[]): boolean => expected.every((byte, index) => bytes[index] === byte);
  if (start(0x12, 0x20)) return bytes.length === 34;
  return bytes.length === 38 ? start(0, 36, 8, 1, 0x12, 32) : bytes.length === 39 && start(0, 37, 8, 2, 0x12, 33);
}

/** Whether a text is a multiaddress of protocols that are known, each with a value that it can have. */
export function isMultiaddress(text: string): boolean {
  const [first, ...parts] = text.split("/");
  if (first !== "" || parts.length === 0) return false;
  for (let index = 0; index < parts.length; index++) {
    const name = parts[index] as string;
    const fits = valued.get(name);
    if (fits === undefined) {
      if (!bare.has(name)) return false;
      continue;
    }
    const value = parts[++index];
    if (value === undefined || value === "" || !fits(value)) return false;
  }
  return true;
}

/** A multiaddress taken apart: where, and who. */
export interface PeerAddress {
  /** The base58 form of the peer's identity. */
  readonly peer: string;
  /** Without the peer's identity; empty when only that was given. */
  readonly address: string;
}

/** What a text must be that this reads, for people. */
export const peerAddressForm = "a peer's address such as /ip4/HOST/tcp/PORT/p2p/PEER_ID";

/** An address that ends with a peer's identity; undefined when it does not, or goes over another peer. */
export function parsePeerAddress(text: string): PeerAddress | undefined {
  const found = /^((?:\/(?!p2p\/|ipfs\/|p2p-circuit)[^/]+)*)\/(?:p2p|ipfs)\/([1-9A-HJ-NP-Za-km-z]{40,60})$/.exec(text);
  if (found === null || !isMultiaddress(text)) return undefined;
  return { address: found[1] as string, peer: found[2] as string };
}
