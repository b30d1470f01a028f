import { concatBytes, equalBytes, fromHex, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { base58Decode, base58Encode } from "./base58.ts";
import { blake2b512 } from "./hashing.ts";

/** The address format of Bittensor: the generic Substrate one. */
export const ss58Format = 42;

const checksum = (body: Uint8Array): Uint8Array => blake2b512(concatBytes(utf8("SS58PRE"), body)).subarray(0, 2);

/** One byte for formats below 64, two for the others (14 bits). */
function formatBytes(format: number): Uint8Array {
  if (format < 64) return new Uint8Array([format]);
  return new Uint8Array([((format & 0xfc) >> 2) | 0x40, (format >> 8) | ((format & 3) << 6)]);
}

/**
 * An account id of 32 bytes, or a compressed ecdsa key of 33, as SS58 text.
 * @param format the network's number, 0 to 16383.
 */
export function ss58Encode(account: Hex, format: number = ss58Format): string {
  const body = concatBytes(formatBytes(format), fromHex(account));
  return base58Encode(concatBytes(body, checksum(body)));
}

/** What an SS58 text says; undefined when it is none (alphabet, length or checksum). Every network's format is taken. */
export function ss58Parse(text: string): { account: Hex; format: number } | undefined {
  if (text.length > 60) return undefined;
  const bytes = base58Decode(text);
  const first = bytes?.[0];
  if (bytes === undefined || first === undefined || first > 127) return undefined;
  const head = first < 64 ? 1 : 2;
  const size = bytes.length - head - 2;
  if (size !== 32 && size !== 33) return undefined;
  const body = bytes.subarray(0, head + size);
  if (!equalBytes(checksum(body), bytes.subarray(head + size))) return undefined;
  const second = bytes[1] ?? 0;
  const format = head === 1 ? first : ((first & 0x3f) << 2) | (second >> 6) | ((second & 0x3f) << 8);
  return { account: toHex(bytes.subarray(head, head + size)), format };
}

/** The account id (32 bytes) of an SS58 text of any network; undefined when the text is none. */
export function ss58Decode(text: string): Hex | undefined {
  const parsed = ss58Parse(text);
  return parsed?.account.length === 66 ? parsed.account : undefined;
}
