import { concatBytes, equalBytes, fromHex, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { base58Decode, base58Encode } from "./base58.ts";
import { blake2b512 } from "./hashing.ts";

/** The address format of Bittensor: the generic Substrate one. */
const standardFormat = 42;

/** The formats from 59 on that are registered, as networks or kinds of key. Rust: `ss58-registry`. */
const registered = new Set([
  ...[
    63, 65, 66, 67, 68, 69, 71, 72, 73, 77, 78, 81, 88, 89, 90, 92, 93, 98, 99, 100, 101, 105, 110, 113, 117, 126, 128,
  ],
  ...[129, 131, 136, 137, 172, 252, 255, 268, 420, 440, 666, 777, 789, 995, 1110, 1221, 1222, 1284, 1285, 1328, 1337],
  ...[1516, 1985, 2007, 2009, 2021, 2024, 2032, 2092, 2106, 2112, 2199, 2206, 2207, 2254, 3333, 4450, 5234, 5845, 6094],
  ...[7007, 7013, 7306, 7391, 8866, 8883, 8886, 8888, 9072, 9807, 9935, 10041, 11330, 11331, 11486, 11820, 12155],
  ...[12191, 12850, 13116, 14697, 14998],
]);
/** Registered so that nobody uses them. */
const reserved = [46, 47];

const isAllowed = (format: number): boolean => (format < 59 || registered.has(format)) && !reserved.includes(format);

const checksum = (body: Uint8Array): Uint8Array => blake2b512(concatBytes(utf8("SS58PRE"), body)).subarray(0, 2);

/** An account id of 32 bytes as SS58 text. */
export function ss58Encode(account: Hex): string {
  const body = concatBytes(new Uint8Array([standardFormat]), fromHex(account));
  return base58Encode(concatBytes(body, checksum(body)));
}

/**
 * The account id (32 bytes) of an SS58 text; undefined when it is none (alphabet, length or checksum) or of a format that
 * is not registered. Rust: `sp_core crypto.rs Ss58Codec::from_ss58check`.
 */
export function ss58Decode(text: string): Hex | undefined {
  if (text.length > 60) return undefined;
  const bytes = base58Decode(text);
  const [first, second = 0] = bytes ?? [];
  if (bytes === undefined || first === undefined || first > 127) return undefined;
  const head = first < 64 ? 1 : 2;
  if (bytes.length !== head + 32 + 2) return undefined;
  const format = head === 1 ? first : ((first & 0x3f) << 2) | (second >> 6) | ((second & 0x3f) << 8);
  const body = bytes.subarray(0, head + 32);
  if (!isAllowed(format) || !equalBytes(checksum(body), bytes.subarray(head + 32))) return undefined;
  return toHex(body.subarray(head));
}
