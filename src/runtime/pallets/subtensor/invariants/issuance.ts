import { addU64 } from "../../../../lib/integers.ts";
import { I96F32 } from "../../../fixed/formats.ts";
import type { ReadState } from "../../../frame/state.ts";
import { type Finding, holds, same, tally } from "../../../frame/try-state.ts";
import { type AlphaBalance, type NetUid, rootNetuid } from "../../../types/balances.ts";
import { storage as alphaAssets } from "../../alpha-assets/storage.ts";
import { freeBalance } from "../../balances/accounts.ts";
import { getRootOwedForHotkeyColdkeyFloat } from "../staking/root-claimable.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";

/** The TAO that genesis puts into the pool of subnet 1 without any account having it, rao. */
const genesisPool = 10_000_000_000n;

/** Whether a subnet is that of genesis: it was never registered. */
const isOfGenesis = (state: ReadState, netuid: NetUid): boolean =>
  netuid === 1 && storage.RegisteredSubnetCounter.at(netuid).get(state) === 0n;

/** Whether a subnet is the first of its number: AlphaAssets goes on counting when a number is given again. */
function isFirst(state: ReadState, netuid: NetUid): boolean {
  const registered = storage.RegisteredSubnetCounter.at(netuid).get(state);
  return netuid !== rootNetuid && (netuid === 1 ? registered === 0n : registered === 1n);
}

/** The TAO of subnets is on their accounts. */
export function* taoOfSubnets(state: ReadState): Generator<Finding> {
  for (const [[netuid], tao] of storage.SubnetTAO.entries(state)) {
    const account = getSubnetAccountId(state, netuid);
    const there = account === undefined ? 0n : freeBalance(state, account);
    const owed = isOfGenesis(state, netuid) ? tao - genesisPool : tao;
    yield* holds("The TAO of a subnet is on its account.", [netuid], there >= owed, there, owed);
  }
}

/**
 * What was claimed of subnets' alpha beyond what root stake entitled to, alpha rao by subnet: a coldkey swap takes root
 * stake along, but what was claimed for it only where there is alpha too, so the new coldkey claims again
 * (docs/decisions/invariants.md). What the old one had claimed stays behind without stake.
 */
function claimedAgain(state: ReadState): Map<NetUid, AlphaBalance> {
  const sums = new Map<NetUid, AlphaBalance>();
  for (const [netuid, hotkey, coldkey] of storage.RootClaimed.keys(state)) {
    const owed = getRootOwedForHotkeyColdkeyFloat(state, hotkey, coldkey, netuid);
    if (owed < 0n) tally(sums, netuid, I96F32.saturatingToU64(-owed));
  }
  return sums;
}

/** What all hotkeys of a subnet have, what is to be distributed and what is burned, is alpha outside of the pool. */
export function* alphaOutside(state: ReadState): Generator<Finding> {
  const sums = new Map<NetUid, AlphaBalance>();
  for (const [[, netuid], alpha] of storage.TotalHotkeyAlpha.entries(state)) tally(sums, netuid, alpha);
  const staked = sums.get(rootNetuid) ?? 0n;
  yield* same(
    "The TAO of root is what is staked there.",
    [rootNetuid],
    storage.SubnetTAO.at(rootNetuid).get(state),
    staked,
  );
  for (const item of [
    storage.PendingServerEmission,
    storage.PendingValidatorEmission,
    storage.PendingRootAlphaDivs,
    storage.PendingOwnerCut,
  ])
    for (const [[netuid], alpha] of item.entries(state)) tally(sums, netuid, alpha);
  for (const [netuid] of storage.NetworksAdded.keys(state))
    if (isFirst(state, netuid)) tally(sums, netuid, alphaAssets.AlphaBurned.at(netuid).get(state));
  // What is taken from parents' dividends is recycled, and paid out all the same (docs/decisions/invariants.md).
  const everTaken = storage.CKBurn.exists(state);
  const taken = (netuid: NetUid): AlphaBalance => (everTaken ? alphaAssets.AlphaRecycled.at(netuid).get(state) : 0n);
  const again = claimedAgain(state);
  for (const [netuid, alpha] of sums) {
    // With several mechanisms miners may get more than their part of an epoch (docs/decisions/invariants.md).
    if (storage.MechanismCountCurrent.at(netuid).exists(state)) continue;
    const more = addU64(taken(netuid), again.get(netuid) ?? 0n);
    const outside = addU64(storage.SubnetAlphaOut.at(netuid).get(state), more);
    yield* holds(
      "Staked, pending and burned alpha is outside of the pool.",
      [netuid],
      alpha <= outside,
      alpha,
      outside,
    );
  }
}
