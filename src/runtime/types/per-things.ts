import type { Codec } from "../../codec/codec.ts";
import { wrapper } from "../../codec/composites.ts";
import { DecodeError } from "../../codec/io.ts";
import { u8, u32, u64 } from "../../codec/primitives.ts";

/** Parts of a whole. More parts than the whole has do not decode. Rust: `Decode` of sp-arithmetic's per-things. */
function perThing<T extends number | bigint>(path: string, parts: Codec<T>, whole: T): Codec<T> {
  return {
    ...wrapper(path, parts),
    decode(from) {
      const start = from.offset;
      const value = parts.decode(from);
      if (value > whole) throw new DecodeError(`at most ${whole} parts expected`, start);
      return value;
    },
  };
}

export const Percent = perThing("sp_arithmetic::per_things::Percent", u8, 100);
export const Permill = perThing("sp_arithmetic::per_things::Permill", u32, 1_000_000);
export const Perbill = perThing("sp_arithmetic::per_things::Perbill", u32, 1_000_000_000);
export const Perquintill = perThing("sp_arithmetic::per_things::Perquintill", u64, 1_000_000_000_000_000_000n);
