import { randomBytes } from "node:crypto";
import { encode } from "../../src/codec/codec.ts";
import { timelock } from "../../src/crypto/timelock.ts";
import { fromHex, type Hex } from "../../src/lib/bytes.ts";
import { WeightsTlockPayload } from "../../src/runtime/pallets/subtensor/emissions/timelocked-weights.ts";

/** Weights of a hotkey, encrypted so that nobody reads them before the beacon of this public key signs a round. */
export function timelockedWeights(
  weights: { readonly hotkey: Hex; readonly uids: number[]; readonly values: number[]; readonly versionKey: bigint },
  beacon: { readonly publicKey: Uint8Array; readonly round: bigint },
): Uint8Array {
  const { hotkey, uids, values, versionKey } = weights;
  const payload = encode(WeightsTlockPayload, { hotkey: fromHex(hotkey), uids, values, version_key: versionKey });
  const seed = { key: randomBytes(32), sigma: randomBytes(32), nonce: randomBytes(12) };
  return timelock(payload, beacon.publicKey, beacon.round, seed);
}
