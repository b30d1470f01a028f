import type { Codec } from "../../codec/codec.ts";
import { wrapper } from "../../codec/composites.ts";
import { array } from "../../codec/containers.ts";
import { fixedHex, u64 } from "../../codec/primitives.ts";
import type { Hex } from "../../lib/bytes.ts";

export const H160: Codec<Hex> = wrapper("primitive_types::H160", fixedHex(20));
export const H256: Codec<Hex> = wrapper("primitive_types::H256", fixedHex(32));
export const zeroHash: Hex = `0x${"00".repeat(32)}`;

/** `primitive_types::U256`: 32 bytes little-endian. */
export const U256: Codec<bigint> = {
  encode: (value, to) => to.u256(value),
  decode: (from) => from.u256(),
  info: wrapper("primitive_types::U256", array(4, u64)).info,
  typeName: "U256",
  maxLength: 32,
};
