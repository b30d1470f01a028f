import { I64F64 } from "../../../fixed/formats.ts";
import { bondsAndDividends } from "./bonds.ts";
import { agreement } from "./consensus.ts";
import { countedWeights } from "./counted-weights.ts";
import { emissionAmounts } from "./emission-amounts.ts";
import type { EpochInput, EpochOutput } from "./epoch-types.ts";
import { pairRow } from "./pair-rows.ts";
import { fixedProportionToU16 } from "./scalars.ts";
import { stakeAndPermits } from "./stake-and-permits.ts";
import { vecFixedProportionsToU16 } from "./vectors.ts";

/**
 * Yuma consensus for one mechanism of a subnet, exact to the bit: the sparse path that the chain takes.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`.
 */
export function computeEpoch(input: EpochInput): EpochOutput {
  const { active, stake, activeStake, forbidden, newPermits } = stakeAndPermits(input);
  const weights = countedWeights(input, forbidden);
  const agreed = agreement(input, weights, activeStake);
  const { bonds, dividends } = bondsAndDividends(input, agreed, activeStake);
  const emission = emissionAmounts(agreed.incentive, dividends, stake, activeStake, input.emission);
  return {
    active,
    stakeWeight: vecFixedProportionsToU16(stake),
    stake: input.totalStake.map((value) => I64F64.saturatingToU64(value)),
    newValidatorPermit: newPermits,
    consensus: vecFixedProportionsToU16(agreed.consensus),
    incentive: vecFixedProportionsToU16(agreed.incentive),
    dividends: vecFixedProportionsToU16(dividends),
    validatorTrust: vecFixedProportionsToU16(agreed.validatorTrust),
    serverEmission: emission.server,
    validatorEmission: emission.validator,
    combinedEmission: emission.combined,
    bonds: bonds.map((row, uid) =>
      pairRow(newPermits[uid] === true ? row.map(([to, value]) => [to, fixedProportionToU16(value)]) : []),
    ),
  };
}
