import { as, type Codec, type Infer } from "../../codec/codec.ts";
import { struct, wrapper } from "../../codec/composites.ts";
import { DecodeError } from "../../codec/io.ts";
import { bool, u64 } from "../../codec/primitives.ts";
import type { Hex } from "../../lib/bytes.ts";
import { H256, zeroHash } from "./hashes.ts";

/** The order of the curve: what both numbers of a signature stay below. */
const order: Hex = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

const inRange = (value: Hex): boolean => value > zeroHash && value < order;

/** The same codec, but a value that is not `good` does not decode. */
function checked<T>(codec: Codec<T>, good: (value: T) => boolean): Codec<T> {
  return {
    ...codec,
    decode(from) {
      const start = from.offset;
      const value = codec.decode(from);
      if (!good(value)) throw new DecodeError("not a signature", start);
      return value;
    },
  };
}

export const TransactionRecoveryId = wrapper("ethereum::transaction::legacy::TransactionRecoveryId", u64);

const legacyParts = struct("ethereum::transaction::legacy::TransactionSignature", {
  v: as("TransactionRecoveryId", TransactionRecoveryId),
  r: as("H256", H256),
  s: as("H256", H256),
});

/** Whether `v` tells which of two keys signed: 27 or 28, or with a chain's number from 37 on. Rust: `TransactionRecoveryId::standard`. */
const tellsKey = (v: bigint): boolean => v === 27n || v === 28n || v > 36n;

/** Rust: `ethereum: transaction/legacy.rs TransactionSignature::new`. */
export const LegacyTransactionSignature: Codec<Infer<typeof legacyParts>> = checked(
  legacyParts,
  ({ v, r, s }) => tellsKey(v) && inRange(r) && inRange(s),
);

const eip2930Parts = struct("ethereum::transaction::eip2930::TransactionSignature", {
  odd_y_parity: bool,
  r: as("H256", H256),
  s: as("H256", H256),
});

/** Rust: `ethereum: transaction/eip2930.rs TransactionSignature::new`. */
export const Eip2930TransactionSignature: Codec<Infer<typeof eip2930Parts>> = checked(
  eip2930Parts,
  ({ r, s }) => inRange(r) && inRange(s),
);
