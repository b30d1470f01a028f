import { addU64, subU64 } from "../../../../lib/integers.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { rootNetuid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";

/**
 * Puts a coldkey at the end of the index of root stakers, unless it is there.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs maybe_add_coldkey_index`.
 */
export function maybeAddColdkeyIndex(state: WriteState, coldkey: AccountId): void {
  const index = storage.StakingColdkeys.at(coldkey);
  if (index.exists(state)) return;
  const count = storage.NumStakingColdkeys.get(state);
  storage.StakingColdkeysByIndex.at(count).set(state, coldkey);
  index.set(state, count);
  storage.NumStakingColdkeys.set(state, addU64(count, 1n));
}

/**
 * Whether a coldkey has any stake on root.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs coldkey_has_root_stake`.
 */
export function coldkeyHasRootStake(state: ReadState, coldkey: AccountId): boolean {
  return storage.StakingHotkeys.at(coldkey)
    .get(state)
    .some((hotkey) => getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, rootNetuid) !== 0n);
}

/**
 * Takes a coldkey out of the index of root stakers; the last one moves to its place.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs maybe_remove_coldkey_index`.
 */
export function maybeRemoveColdkeyIndex(state: WriteState, coldkey: AccountId): void {
  const index = storage.StakingColdkeys.at(coldkey).take(state);
  if (index === undefined) return;
  const last = subU64(storage.NumStakingColdkeys.get(state), 1n);
  const moved = index === last ? undefined : storage.StakingColdkeysByIndex.at(last).take(state);
  if (moved === undefined) {
    storage.StakingColdkeysByIndex.at(index).remove(state);
  } else {
    storage.StakingColdkeysByIndex.at(index).set(state, moved);
    storage.StakingColdkeys.at(moved).set(state, index);
  }
  storage.NumStakingColdkeys.set(state, last);
}
