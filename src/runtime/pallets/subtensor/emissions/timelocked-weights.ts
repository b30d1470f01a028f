import type { Codec, Infer } from "../../../../codec/codec.ts";
import { struct } from "../../../../codec/composites.ts";
import { vec } from "../../../../codec/containers.ts";
import { DecodeError, Reader } from "../../../../codec/io.ts";
import { bytes, u16, u64 } from "../../../../codec/primitives.ts";
import { toHex } from "../../../../lib/bytes.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { Uid } from "../../../types/balances.ts";

const weights = { uids: vec(Uid), values: vec(u16), version_key: u64 };

/** What a timelocked commit holds. Rust: `pallets/subtensor/src/coinbase/reveal_commits.rs WeightsTlockPayload`. */
export const WeightsTlockPayload = struct("pallet_subtensor::WeightsTlockPayload", { hotkey: bytes, ...weights });

/** The same as older clients made it. Rust: LegacyWeightsTlockPayload. */
export const LegacyWeightsTlockPayload = struct("pallet_subtensor::LegacyWeightsTlockPayload", weights);

export type TimelockedWeights = Infer<typeof LegacyWeightsTlockPayload>;

/** The value at the start of the bytes, whatever follows it. */
function decodeStart<T>(codec: Codec<T>, encoded: Uint8Array): T | undefined {
  try {
    return codec.decode(new Reader(encoded));
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/**
 * The weights in an opened commit; undefined when there are none, or when it names another hotkey than the one that
 * committed it. A payload whose hotkey is too short for an account is read in the older form, which names none.
 */
export function readTimelockedWeights(opened: Uint8Array, who: AccountId): TimelockedWeights | undefined {
  const payload = decodeStart(WeightsTlockPayload, opened);
  if (payload === undefined || payload.hotkey.length < 32) return decodeStart(LegacyWeightsTlockPayload, opened);
  return toHex(payload.hotkey.subarray(0, 32)) === who ? payload : undefined;
}
