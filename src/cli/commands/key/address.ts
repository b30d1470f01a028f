import type { Scheme } from "../../../crypto/keypair.ts";
import { parseSuri } from "../../../crypto/suri.ts";
import { utilCrypto } from "../../../crypto/util-crypto.ts";
import { fromHex, type Hex, toHex } from "../../../lib/bytes.ts";
import { UserError } from "../../../lib/user-error.ts";

/** An SS58 format: its number, and the name of its network where one is registered. */
export interface Network {
  name: string;
  format: number;
}

const standardFormat = 42;
/** Registered so that nobody uses them. */
const reserved = [46, 47];
/** The address that stands before a path which has none. Rust: `sp_core crypto.rs DEV_ADDRESS`. */
const devAddress = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";

/**
 * The network of an SS58 format.
 * @param wanted its name in any case, or its number.
 * @param standard the number that is meant when nothing is wanted.
 * @throws UserError for a network that nobody knows.
 */
export function networkOf(wanted: string | undefined, standard: number = standardFormat): Network {
  const { allNetworks } = utilCrypto("networks");
  const named = allNetworks.find(({ network }) => network.toLowerCase() === wanted?.toLowerCase())?.prefix;
  const format = wanted === undefined ? standard : (named ?? (/^[0-9]+$/.test(wanted) ? Number(wanted) : -1));
  if (format < 0 || format > 16383 || reserved.includes(format)) {
    throw new UserError(
      `--network ${wanted} is not a network: a name (substrate, bittensor, polkadot, ...) or a number up to 16383`,
      2,
    );
  }
  return { format, name: allNetworks.find(({ prefix }) => prefix === format)?.network ?? String(format) };
}

/** The bytes of a public key: 33 for ecdsa, 32 for the others. */
export function publicKeySize(scheme: Scheme): number {
  return scheme === "ecdsa" ? 33 : 32;
}

/** A public key or account id as SS58 text. */
export function addressOf(account: Hex, format: number): string {
  return utilCrypto("address").encodeAddress(fromHex(account), format);
}

function readAddress(text: string, size: number): { publicKey: Uint8Array; format: number } | undefined {
  try {
    const bytes = utilCrypto("base58").base58Decode(text);
    const [isValid, end, start, format] = utilCrypto("address").checkAddressChecksum(bytes);
    return isValid && end - start === size ? { publicKey: bytes.slice(start, end), format } : undefined;
  } catch {
    // A character that is not of the alphabet.
    return undefined;
  }
}

/**
 * The public key that a text stands for: an address, or one with soft junctions behind it (sr25519 only). undefined when
 * it is none. Rust: `sp_core crypto.rs Ss58Codec::from_string_with_version`.
 */
export function publicKeyFromUri(scheme: Scheme, text: string): { publicKey: Hex; format: number } | undefined {
  const uri = parseSuri(text);
  if (uri === undefined || uri.password !== undefined) return undefined;
  const read = readAddress(uri.phrase ?? devAddress, publicKeySize(scheme));
  if (read === undefined || uri.junctions.some(({ hard }) => hard || scheme !== "sr25519")) return undefined;
  let { publicKey } = read;
  for (const { code } of uri.junctions) publicKey = utilCrypto("sr25519").sr25519DerivePublic(publicKey, code);
  return { publicKey: toHex(publicKey), format: read.format };
}

/** A public key in hex, with or without 0x; undefined when it is none of this scheme. */
export function publicKeyFromHex(scheme: Scheme, text: string): Hex | undefined {
  const digits = text.replace(/^0x/, "");
  const isKey = /^[0-9a-fA-F]+$/.test(digits) && digits.length === 2 * publicKeySize(scheme);
  return isKey ? `0x${digits.toLowerCase()}` : undefined;
}
