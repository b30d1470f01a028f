import type { Codec } from "../../codec/codec.ts";
import { DecodeError } from "../../codec/io.ts";
import { u8 } from "../../codec/primitives.ts";
import { named, type VariantInfo } from "../../codec/type-info.ts";
import { maxU64 } from "../../lib/integers.ts";

/** How long a transaction is valid: for ever, or `period` blocks (a power of two) from the block at `phase` of it. */
export type EraValue = { readonly period: bigint; readonly phase: bigint } | "Immortal";

/** `Era` of sp_runtime: one byte for immortal, two for mortal. */
export const Era: Codec<EraValue> = {
  encode(value, to) {
    if (value === "Immortal") return to.u8(0);
    const factor = quantizeFactor(value.period);
    const log = BigInt(value.period.toString(2).length - 2);
    const low = log < 1n ? 1n : log > 15n ? 15n : log;
    to.u16(Number(low | ((value.phase / factor) << 4n)));
  },
  decode(from) {
    const first = from.u8();
    if (first === 0) return "Immortal";
    const encoded = BigInt(first) | (BigInt(from.u8()) << 8n);
    const period = 2n << (encoded % 16n);
    const phase = (encoded >> 4n) * quantizeFactor(period);
    if (period < 4n || phase >= period) throw new DecodeError("not a valid era", from.offset - 2);
    return { period, phase };
  },
  info: named("sp_runtime::generic::era::Era", () => ({ kind: "variant", variants: eraVariants() })),
};

function quantizeFactor(period: bigint): bigint {
  const factor = period >> 12n;
  return factor < 1n ? 1n : factor;
}

function eraVariants(): VariantInfo[] {
  const mortal = Array.from({ length: 255 }, (_, i) => ({
    name: `Mortal${i + 1}`,
    index: i + 1,
    fields: [{ type: u8.info }],
  }));
  return [{ name: "Immortal", index: 0, fields: [] }, ...mortal];
}

/** The block from which the era counts, at block `current`. Rust: `Era::birth`. */
export function eraBirth(era: EraValue, current: bigint): bigint {
  if (era === "Immortal") return 0n;
  const base = current > era.phase ? current : era.phase;
  return ((base - era.phase) / era.period) * era.period + era.phase;
}

/** The first block at which the era is over. Rust: `Era::death`. */
export function eraDeath(era: EraValue, current: bigint): bigint {
  return era === "Immortal" ? maxU64 : eraBirth(era, current) + era.period;
}
