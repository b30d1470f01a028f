import { type SafeFloat, safeFloatFromU64F64 } from "../../../fixed/safe-float.ts";
import type { ReadState } from "../../../frame/state.ts";
import { distinct, type Finding, holds, same } from "../../../frame/try-state.ts";
import { type AccountId, zeroAccount } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/alpha-shares.ts";
import { storage } from "../storage.ts";
import { lessThanOne } from "./shares.ts";

/** Who owns which hotkeys, who stakes to which, and the index of root stakers. */
export function* keys(state: ReadState): Generator<Finding> {
  for (const [[coldkey], hotkeys] of storage.OwnedHotkeys.entries(state)) {
    yield* distinct("Every owned hotkey is listed once.", [coldkey], hotkeys);
    for (const hotkey of hotkeys)
      yield* same("A listed hotkey is owned.", [coldkey, hotkey], storage.Owner.at(hotkey).find(state), coldkey);
  }
  for (const [[hotkey], coldkey] of storage.Owner.entries(state)) {
    if (hotkey === zeroAccount && coldkey === zeroAccount) continue; // genesis gives nobody to nobody, and does not list it
    const listed = storage.OwnedHotkeys.at(coldkey).get(state).includes(hotkey);
    yield* holds("An owned hotkey is listed.", [hotkey, coldkey], listed, "not listed", "listed");
  }
  for (const [[coldkey], hotkeys] of storage.StakingHotkeys.entries(state))
    yield* distinct("Every hotkey staked to is listed once.", [coldkey], hotkeys);
  for (const [keys, share] of storage.AlphaV2.entries(state)) yield* listed(state, keys, share);
  for (const [keys, bits] of storage.Alpha.entries(state)) yield* listed(state, keys, safeFloatFromU64F64(bits));
  for (const [[hotkey]] of storage.Delegates.entries(state))
    yield* holds("A delegate has an owner.", [hotkey], storage.Owner.at(hotkey).exists(state), "none", "an owner");
  yield* rootStakers(state);
  yield* autoStake(state);
}

/** What rounding may add to a rest, rao. */
const rounding = 10n;

type Staked = readonly [hotkey: AccountId, coldkey: AccountId, netuid: NetUid];

/** Swaps of coldkeys and hotkeys move whole rao: the rest stays with the old one, a part of a share, and earns like any. */
function* listed(state: ReadState, at: Staked, share: SafeFloat): Generator<Finding> {
  const [hotkey, coldkey] = at;
  if (lessThanOne(share) || storage.StakingHotkeys.at(coldkey).get(state).includes(hotkey)) return;
  const worth = getStakeForHotkeyAndColdkeyOnSubnet(state, ...at);
  yield* holds("Who has alpha with a hotkey is listed as staking to it.", at, worth <= rounding, worth, 0n);
}

function* rootStakers(state: ReadState): Generator<Finding> {
  const count = storage.NumStakingColdkeys.get(state);
  let listed = 0n;
  for (const [[index], coldkey] of storage.StakingColdkeysByIndex.entries(state)) {
    listed += 1n;
    yield* same(
      "A root staker has its place.",
      [index, coldkey],
      storage.StakingColdkeys.at(coldkey).get(state),
      index,
    );
  }
  yield* same("Root stakers are counted.", [], count, listed);
  for (const [[coldkey], index] of storage.StakingColdkeys.entries(state)) {
    yield* holds("Root stakers are listed without gaps.", [coldkey], index < count, index, count);
    yield* same(
      "A root staker has its place.",
      [coldkey, index],
      storage.StakingColdkeysByIndex.at(index).get(state),
      coldkey,
    );
  }
}

function* autoStake(state: ReadState): Generator<Finding> {
  for (const [[coldkey, netuid], hotkey] of storage.AutoStakeDestination.entries(state)) {
    const listed = storage.AutoStakeDestinationColdkeys.at(hotkey, netuid).get(state).includes(coldkey);
    yield* holds(
      "Who stakes automatically to a hotkey is listed there.",
      [coldkey, netuid, hotkey],
      listed,
      "not listed",
      "listed",
    );
  }
  for (const [[hotkey, netuid], coldkeys] of storage.AutoStakeDestinationColdkeys.entries(state)) {
    yield* distinct("Who stakes automatically is listed once.", [hotkey, netuid], coldkeys);
    for (const coldkey of coldkeys)
      yield* same(
        "Who is listed stakes automatically to that hotkey.",
        [coldkey, netuid],
        storage.AutoStakeDestination.at(coldkey, netuid).get(state),
        hotkey,
      );
  }
}
