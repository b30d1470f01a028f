import { addU64 } from "../../../../lib/integers.ts";
import type { Uid } from "../../../types/balances.ts";
import type { EpochInput } from "./epoch-types.ts";
import { fixed64ToU64 } from "./scalars.ts";
import {
  inplaceMaskVector,
  inplaceNormalize,
  inplaceNormalize64,
  isTopkNonzero,
  vecFixed64ToFixed32,
} from "./vectors.ts";

/** Who is active, what everybody's stake counts, and who may and will be a validator. Stakes are I32F32 bits. */
export interface StakeAndPermits {
  readonly active: readonly boolean[];
  /** All stake above the threshold, normalised. */
  readonly stake: readonly bigint[];
  /** The stake of active validators, normalised. */
  readonly activeStake: readonly bigint[];
  /** Whose weights do not count in this epoch. */
  readonly forbidden: readonly boolean[];
  readonly newPermits: readonly boolean[];
}

/** The same marks with the owner's set. */
function withOwner(marks: readonly boolean[], ownerUid: Uid | undefined): boolean[] {
  const copy = marks.slice();
  if (ownerUid !== undefined && ownerUid < copy.length) copy[ownerUid] = true;
  return copy;
}

/** Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`, from activity to active stake. */
export function stakeAndPermits(input: EpochInput): StakeAndPermits {
  const inactive = input.lastUpdate.map((block) => addU64(block, input.activityCutoff) < input.currentBlock);
  const counted = input.totalStake.map((stake, uid) =>
    uid !== input.ownerUid && fixed64ToU64(stake) < input.stakeThreshold ? 0n : stake,
  );
  inplaceNormalize64(counted);
  const stake = vecFixed64ToFixed32(counted);
  const forbidden = withOwner(input.validatorPermit, input.ownerUid).map((permit) => !permit);
  const activeStake = stake.slice();
  inplaceMaskVector(inactive, activeStake);
  inplaceMaskVector(forbidden, activeStake);
  inplaceNormalize(activeStake);
  return {
    active: inactive.map((one) => !one),
    stake,
    activeStake,
    forbidden,
    newPermits: withOwner(isTopkNonzero(stake, input.maxAllowedValidators), input.ownerUid),
  };
}
