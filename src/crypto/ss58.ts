import { concatBytes, fromHex, type Hex, utf8 } from "../lib/bytes.ts";
import { base58Encode } from "./base58.ts";
import { blake2b512 } from "./hashing.ts";
import { checkAddress } from "./ss58-check.ts";

/** The address format of Bittensor: the generic Substrate one. */
const standardFormat = 42;

const checksum = (body: Uint8Array): Uint8Array => blake2b512(concatBytes(utf8("SS58PRE"), body)).subarray(0, 2);

/** An account id of 32 bytes as SS58 text. */
export function ss58Encode(account: Hex): string {
  const body = concatBytes(new Uint8Array([standardFormat]), fromHex(account));
  return base58Encode(concatBytes(body, checksum(body)));
}

/**
 * The account id (32 bytes) of an SS58 text; undefined when it is none (alphabet, length or checksum) or of a format that
 * is not registered; `checkAddress` says which. Rust: `sp_core crypto.rs Ss58Codec::from_ss58check`.
 */
export function ss58Decode(text: string): Hex | undefined {
  const found = checkAddress(text);
  return typeof found === "string" ? found : undefined;
}
