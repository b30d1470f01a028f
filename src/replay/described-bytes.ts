import { Writer } from "../codec/io.ts";
import { devAccount, devNames } from "../crypto/dev-accounts.ts";
import { fromHex, isHex, joinBytes } from "../lib/bytes.ts";
import { withLength } from "../runtime/executive/extrinsic.ts";
import { FormatError } from "./chain-file.ts";

const hexDigits = /^(?:[0-9a-f]{2})+$/i;
const repeated = /^((?:[0-9a-f]{2})+)\*(\d+)$/i;
const compact = /^compact\((\d+)\)$/i;
const zeros = /\b(\d+) zero bytes?\b/gi;
const counted = /\b(\d+) times ([0-9a-f]+)\b/gi;

function times(bytes: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(bytes.length * count);
  for (let at = 0; at < all.length; at += bytes.length) all.set(bytes, at);
  return all;
}

/** A word: hexadecimal, hexadecimal repeated (`5a*64`), a compact integer, or the account of a development key. */
function wordBytes(word: string, where: string): Uint8Array {
  if (hexDigits.test(word)) return fromHex(word);
  const [, part, count] = repeated.exec(word) ?? [];
  if (part !== undefined) return times(fromHex(part), Number(count));
  const [, value] = compact.exec(word) ?? [];
  if (value !== undefined) {
    const to = new Writer();
    to.compact(BigInt(value));
    return to.finish();
  }
  const name = devNames.find((one) => one === word);
  if (name !== undefined) return fromHex(devAccount(name).accountId);
  throw new FormatError(where, `hexadecimal, or bytes in words; "${word}" is neither`);
}

/**
 * Bytes that a recording gives as hexadecimal with 0x or, where they are too many, in words: parts with `‖` between them,
 * `length` in front for the compact length of what follows, `5a*64`, `compact(7)`, `7 zero bytes`, `7 times 0102`, `Alice`.
 * @throws FormatError
 */
export function describedBytes(value: unknown, where: string): Uint8Array {
  if (isHex(value)) return fromHex(value);
  if (typeof value !== "string") throw new FormatError(where, "hexadecimal with 0x, or bytes in words");
  const words = value
    .replace(zeros, "00*$1")
    .replace(counted, "$2*$1")
    .split(/[\s‖|]+/)
    .filter((word) => word !== "");
  const whole = words[0]?.toLowerCase() === "length";
  const bytes = joinBytes(words.slice(whole ? 1 : 0).map((word) => wordBytes(word, where)));
  return whole ? withLength(bytes) : bytes;
}
