import { as, type Codec } from "../../../codec/codec.ts";
import { type EnumValue, enumeration, struct } from "../../../codec/composites.ts";
import { DecodeError, Reader } from "../../../codec/io.ts";
import { withLayout } from "../../../codec/layout.ts";
import { fixedBytes, fixedHex, u32, u64 } from "../../../codec/primitives.ts";
import { concatBytes } from "../../../lib/bytes.ts";
import { TaoBalance } from "../../types/balances.ts";
import { boundedBytes, boundedVec } from "../../types/bounded.ts";

/** A field whose type the original's metadata does not spell. */
const plain = <T>(codec: Codec<T>): Codec<T> => as("", codec);

/** Up to 128 bytes, with their number in the variant: `Raw0` to `Raw128`. */
type RawName = `Raw${number}`;
const raws = Object.fromEntries(
  Array.from({ length: 129 }, (_, length) => [`Raw${length}`, plain(fixedBytes(length))]),
) as Readonly<Record<RawName, Codec<Uint8Array>>>;
const hash = plain(fixedHex(32));

const variants = {
  None: "unit",
  ...raws,
  BlakeTwo256: hash,
  Sha256: hash,
  Keccak256: hash,
  ShaThree256: hash,
  TimelockEncrypted: { fields: { encrypted: plain(boundedBytes(1_024)), reveal_round: plain(u64) } },
  ResetBondsFlag: "unit",
  BigRaw: plain(boundedBytes(512)),
} as const;

/** What a commitment holds: nothing, bytes, a hash, something encrypted until a round of the beacon, or a request. */
export const Data = withLayout(40, 8, enumeration("pallet_commitments::types::Data", variants)) as Codec<
  EnumValue<typeof variants> | { readonly type: RawName; readonly value: Uint8Array }
>;

export const CommitmentInfo = struct(
  "pallet_commitments::types::CommitmentInfo",
  { fields: as("BoundedVec<Data, FieldLimit>", boundedVec(Data, 3)) },
  [{ name: "FieldLimit", type: undefined }],
);

const whole = struct(
  "pallet_commitments::types::Registration",
  {
    deposit: as("Balance", TaoBalance),
    block: as("BlockNumber", u32),
    info: as("CommitmentInfo<MaxFields>", CommitmentInfo),
  },
  [
    { name: "Balance", type: u64.info },
    { name: "MaxFields", type: undefined },
    { name: "BlockNumber", type: u32.info },
  ],
);

/** More bytes than a registration has at most: deposit, block, and three fields of 1024 bytes. */
const zeros = new Uint8Array(4096);

/**
 * A stored commitment. Bytes that end too early, which only Root can have written, are read as if zeros followed.
 * Rust: `pallet_commitments: types.rs Registration::decode` and its `AppendZerosInput`.
 */
export const Registration: typeof whole = {
  ...whole,
  decode(from) {
    const start = from.offset;
    try {
      return whole.decode(from);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return whole.decode(new Reader(concatBytes(from.bytes.subarray(start), zeros), from.outer));
    }
  },
};

export const UsageTracker = struct("pallet_commitments::types::UsageTracker", { last_epoch: u64, used_space: u64 });
