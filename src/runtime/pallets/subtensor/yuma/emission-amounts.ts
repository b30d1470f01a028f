import { I32F32, I96F32 } from "../../../fixed/formats.ts";
import { add, sum } from "../../../fixed/i32f32.ts";
import type { AlphaBalance } from "../../../types/balances.ts";
import { inplaceNormalize, inplaceNormalizeUsingSum, isZero } from "./vectors.ts";

/** Alpha rao by uid. */
export interface EmissionAmounts {
  readonly server: readonly AlphaBalance[];
  readonly validator: readonly AlphaBalance[];
  readonly combined: readonly AlphaBalance[];
}

/** Proportions (I32F32 bits) of an emission, cut to whole rao. */
function amounts(proportions: readonly bigint[], emission: AlphaBalance): AlphaBalance[] {
  const whole = I96F32.saturatingFromNum(emission);
  return proportions.map((part) =>
    I96F32.saturatingToU64(I96F32.saturatingMul(I96F32.saturatingFromFixed(I32F32, part), whole)),
  );
}

/**
 * Shares an emission by incentive and dividends (I32F32 bits); when there is neither, by stake among validators.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`, its part on emission.
 */
export function emissionAmounts(
  incentive: readonly bigint[],
  dividends: readonly bigint[],
  stake: readonly bigint[],
  activeStake: readonly bigint[],
  emission: AlphaBalance,
): EmissionAmounts {
  const both = incentive.slice(0, dividends.length).map((value, uid) => add(value, dividends[uid] ?? 0n));
  const total = sum(both);
  const server = incentive.slice();
  inplaceNormalizeUsingSum(server, total);
  if (total === 0n) {
    const byStake = amounts(isZero(activeStake) ? stake : activeStake, emission);
    return { server: amounts(server, emission), validator: byStake, combined: byStake };
  }
  const validator = dividends.slice();
  inplaceNormalizeUsingSum(validator, total);
  inplaceNormalize(both);
  return {
    server: amounts(server, emission),
    validator: amounts(validator, emission),
    combined: amounts(both, emission),
  };
}
