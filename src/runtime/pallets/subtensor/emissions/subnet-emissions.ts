import { U64F64, U96F32 } from "../../../fixed/formats.ts";
import type { ReadState } from "../../../frame/state.ts";
import { type NetUid, rootNetuid } from "../../../types/balances.ts";
import { getMovingAlphaPrice } from "../staking/alpha-price.ts";
import { storage } from "../storage.ts";

const byNetuid = (a: NetUid, b: NetUid): number => a - b;

/**
 * Of the given subnets those that get emissions, in the same order: not root, started, with subtokens and open for
 * registration.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs get_subnets_to_emit_to`.
 */
export function getSubnetsToEmitTo(state: ReadState, subnets: readonly NetUid[]): NetUid[] {
  return subnets.filter(
    (netuid) =>
      netuid !== rootNetuid &&
      storage.FirstEmissionBlockNumber.at(netuid).get(state) !== undefined &&
      storage.SubtokenEnabled.at(netuid).get(state) &&
      storage.NetworkRegistrationAllowed.at(netuid).get(state),
  );
}

/**
 * The part of each moving price in the sum of them, U64F64 bits.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs get_shares_price_ema`.
 */
function getSharesPriceEma(state: ReadState, subnets: readonly NetUid[]): Map<NetUid, bigint> {
  const prices = subnets.map((netuid) => getMovingAlphaPrice(state, netuid));
  const total = prices.reduce((sum, price) => U64F64.saturatingAdd(sum, price), 0n);
  return new Map(subnets.map((netuid, i) => [netuid, U64F64.checkedDiv(prices[i] as bigint, total) ?? 0n]));
}

/**
 * Each subnet's part of the block's TAO, U64F64 bits: by its moving price, less what it withheld from its miners in its
 * last epoch. When that leaves nothing for anyone, by moving price alone.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs get_shares`.
 */
function getShares(state: ReadState, subnets: readonly NetUid[]): Map<NetUid, bigint> {
  const shares = getSharesPriceEma(state, subnets);
  const weighted = new Map<NetUid, bigint>();
  let total = 0n;
  for (const [netuid, share] of shares) {
    const withheld = U64F64.min(
      U64F64.saturatingFromFixed(U96F32, storage.MinerBurned.at(netuid).get(state)),
      U64F64.one,
    );
    const weight = U64F64.saturatingMul(share, U64F64.saturatingSub(U64F64.one, withheld));
    weighted.set(netuid, weight);
    total = U64F64.saturatingAdd(total, weight);
  }
  if (total === 0n) return shares;
  for (const [netuid, weight] of weighted) weighted.set(netuid, U64F64.safeDiv(weight, total));
  return weighted;
}

/**
 * Each subnet's part of `blockEmission`, U96F32 bits of rao, by ascending netuid. Subnets whose emission is off get
 * nothing, and the others share what is theirs.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs get_subnet_block_emissions`.
 */
export function getSubnetBlockEmissions(
  state: ReadState,
  subnetsToEmitTo: readonly NetUid[],
  blockEmission: bigint,
): Map<NetUid, bigint> {
  const subnets = [...subnetsToEmitTo].sort(byNetuid);
  const shares = getShares(state, subnets);
  const enabled = new Set(subnets.filter((netuid) => storage.SubnetEmissionEnabled.at(netuid).get(state)));
  let enabledSum = 0n;
  for (const netuid of enabled) enabledSum = U64F64.saturatingAdd(enabledSum, shares.get(netuid) ?? 0n);
  const emission = U64F64.saturatingFromFixed(U96F32, blockEmission);
  const shareOf = (netuid: NetUid, share: bigint): bigint => {
    if (enabled.size === subnets.length) return share;
    return enabled.has(netuid) && enabledSum > 0n ? U64F64.safeDiv(share, enabledSum) : 0n;
  };
  return new Map(
    [...shares].map(([netuid, share]) => [
      netuid,
      U96F32.saturatingFromFixed(U64F64, U64F64.saturatingMul(emission, shareOf(netuid, share))),
    ]),
  );
}
