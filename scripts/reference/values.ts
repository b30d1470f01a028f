import type { Codec } from "../../src/codec/codec.ts";
import { toHex } from "../../src/lib/bytes.ts";
import { I32F32, I64F64, I96F32, U64F64, U96F32 } from "../../src/runtime/types/fixed.ts";

/** How many bits of each fixed-point type are the fraction. */
const fractions = new Map<Codec<unknown>, number>([
  [I32F32 as Codec<unknown>, 32],
  [I64F64 as Codec<unknown>, 64],
  [I96F32 as Codec<unknown>, 32],
  [U64F64 as Codec<unknown>, 64],
  [U96F32 as Codec<unknown>, 32],
]);
const longest = 80;

function plain(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Map) return `{${[...value].map(([key, held]) => `${plain(key)}: ${plain(held)}`).join(", ")}}`;
  if (Array.isArray(value)) return `[${value.map(plain).join(", ")}]`;
  const { type, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof type === "string" && Object.keys(rest).length === 0) return type;
  const fields = Object.entries(value as object).map(([name, held]) => `${name}: ${plain(held)}`);
  return `{${fields.join(", ")}}`;
}

/** A value in few words: numbers in full, fixed-point numbers as decimals with their bits, long ones cut off. */
export function valueText(codec: Codec<unknown>, value: unknown): string {
  const bits = fractions.get(codec);
  if (bits !== undefined && typeof value === "bigint" && value !== 0n) {
    const decimal = Number((Number(value) / 2 ** bits).toPrecision(6));
    return `${decimal} (bits ${value})`;
  }
  const text = plain(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
