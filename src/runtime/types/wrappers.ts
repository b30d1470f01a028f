import type { Codec } from "../../codec/codec.ts";
import { u64, unit } from "../../codec/primitives.ts";
import { anonymous, named } from "../../codec/type-info.ts";

/** `NonZeroU64`: on the wire a u64. That it is not zero is not checked; only a constant has this type. */
export const NonZeroU64: Codec<bigint> = {
  encode: u64.encode,
  decode: u64.decode,
  info: named("NonZeroU64", () => ({ kind: "composite", fields: [{ type: u64.info }] })),
  maxLength: 8,
};

/** `Compact<()>`: nothing on the wire. */
export const compactUnit: Codec<undefined> = { ...unit, info: anonymous(() => ({ kind: "compact", of: unit.info })) };
