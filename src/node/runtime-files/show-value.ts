import { blake2b64 } from "../../crypto/hashing.ts";
import { fromUtf8Strictly, toHex } from "../../lib/bytes.ts";
import { primitiveOf, type TypeTable } from "../../metadata/type-table.ts";

/** Bytes of a value that are shown. */
const mostShown = 32;

/** A constant or default value for people: whole numbers, true and false, short text; anything else in hex. */
export function showValue(types: TypeTable, type: number, value: Uint8Array): string {
  const kind = primitiveOf(types, type);
  const size = /^[ui](8|16|32|64|128|256)$/.exec(kind ?? "")?.[1];
  if (size !== undefined && value.length * 8 === Number(size)) return String(integer(value, kind?.startsWith("i")));
  if (kind === "bool" && value.length === 1) return value[0] === 1 ? "true" : "false";
  const text =
    kind === "str" && (value[0] ?? 0) === (value.length - 1) << 2 ? fromUtf8Strictly(value.subarray(1)) : undefined;
  if (text !== undefined) return JSON.stringify(text);
  if (value.length <= mostShown) return toHex(value);
  return `${value.length} bytes (their blake2-64 is ${toHex(blake2b64(value))})`;
}

function integer(bytes: Uint8Array, signed = false): bigint {
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return signed ? BigInt.asIntN(bytes.length * 8, value) : value;
}
