import { type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { base58Decode } from "./base58.ts";
import { blake2b512 } from "./hashing.ts";
import { isRegisteredFormat, isReservedFormat } from "./ss58-formats.ts";

/** Why a text is no address of 32 bytes, by the names of the original. Rust: sp-core `PublicError`. */
export type AddressProblem =
  | { readonly name: "BadBase58" | "BadLength" | "InvalidPrefix" | "InvalidChecksum" }
  | { readonly name: "FormatNotAllowed" | "UnknownSs58AddressFormat"; readonly format: number };

/** No address is longer; reading base58 takes time that grows with the square of its length. */
const longest = 4096;

/** What is hashed begins with this; then there is room for format and account. */
const prefix = utf8("SS58PRE");
const hashed = new Uint8Array(prefix.length + 34);
hashed.set(prefix);

/** The account of 32 bytes that an SS58 address names, or why it is none. Rust: sp-core `Ss58Codec::from_ss58check`. */
export function checkAddress(text: string): Hex | AddressProblem {
  const short = text.length > longest ? text.slice(0, longest) : text;
  const bytes = base58Decode(short);
  if (bytes === undefined) return { name: "BadBase58" };
  const [first = 0, second = 0] = bytes;
  if (bytes.length < 2) return { name: "BadLength" };
  if (first > 127) return { name: "InvalidPrefix" };
  const head = first < 64 ? 1 : 2;
  if (text !== short || bytes.length !== head + 34) return { name: "BadLength" };
  const format = head === 1 ? first : ((first & 0x3f) << 2) | (second >> 6) | ((second & 0x3f) << 8);
  if (isReservedFormat(format)) return { name: "FormatNotAllowed", format };
  const end = head + 32;
  for (let at = 0; at < end; at++) hashed[prefix.length + at] = bytes[at] as number;
  const hash = blake2b512(hashed.subarray(0, prefix.length + end));
  if (hash[0] !== bytes[end] || hash[1] !== bytes[end + 1]) return { name: "InvalidChecksum" };
  if (!isRegisteredFormat(format)) return { name: "UnknownSs58AddressFormat", format };
  return toHex(bytes.subarray(head, end));
}
