import { concatBytes, fromHex, type Hex, joinBytes } from "../../../lib/bytes.ts";

/** Something to write as RLP: a string of bytes (hex or raw), an integer without leading zeros, or a list. */
export type RlpItem = Uint8Array | Hex | bigint | readonly RlpItem[];

function bigEndian(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  const digits = value.toString(16);
  return fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
}

function header(short: number, length: number): Uint8Array {
  if (length < 56) return new Uint8Array([short + length]);
  const size = bigEndian(BigInt(length));
  return concatBytes(new Uint8Array([short + 55 + size.length]), size);
}

/** Encodes as Ethereum's RLP. */
export function rlpEncode(item: RlpItem): Uint8Array {
  if (typeof item === "bigint") return rlpEncode(bigEndian(item));
  if (typeof item === "string") return rlpEncode(fromHex(item));
  if (item instanceof Uint8Array) {
    const single = item.length === 1 && (item[0] as number) < 0x80;
    return single ? item : concatBytes(header(0x80, item.length), item);
  }
  const body = joinBytes(item.map(rlpEncode));
  return concatBytes(header(0xc0, body.length), body);
}
