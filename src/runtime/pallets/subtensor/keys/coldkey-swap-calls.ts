import { blake2Hex } from "../../../../crypto/hashing.ts";
import { fromHex, type Hex } from "../../../../lib/bytes.ts";
import { addU32 } from "../../../../lib/integers.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { ensureRoot, ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { TaoBalance } from "../../../types/balances.ts";
import { blockNumber } from "../../system/initialize.ts";
import { constants } from "../constants.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { chargeSwapCost, doSwapColdkey } from "./swap-coldkey.ts";

/**
 * Swaps a coldkey at once, for a cost (rao) taken from it; for root only. What was announced or disputed is forgotten.
 * @throws BadOrigin, NotEnoughBalanceToPaySwapColdKey, and what `doSwapColdkey` throws.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs swap_coldkey`.
 */
export function swapColdkey(
  state: WriteState,
  origin: Origin,
  oldColdkey: AccountId,
  newColdkey: AccountId,
  swapCost: TaoBalance,
): void {
  ensureRoot(origin);
  if (swapCost !== 0n) chargeSwapCost(state, oldColdkey, swapCost);
  doSwapColdkey(state, oldColdkey, newColdkey);
  storage.ColdkeySwapAnnouncements.at(oldColdkey).remove(state);
  storage.ColdkeySwapDisputes.at(oldColdkey).remove(state);
}

/** From which block on an announcement can be replaced or cleared. */
function replaceableAt(state: ReadState, executableAt: number): number {
  return addU32(executableAt, storage.ColdkeySwapReannouncementDelay.get(state));
}

/**
 * Announces the BLAKE2b-256 hash of the coldkey that the signer wants to swap to. The first announcement costs.
 * @throws ColdkeySwapReannouncedTooEarly, NotEnoughBalanceToPaySwapColdKey.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs announce_coldkey_swap`.
 */
export function announceColdkeySwap(state: WriteState, origin: Origin, newColdkeyHash: Hex): void {
  const who = ensureSigned(origin);
  const now = blockNumber(state);
  const announced = storage.ColdkeySwapAnnouncements.at(who);
  const before = announced.get(state);
  if (before === undefined) chargeSwapCost(state, who, constants.KeySwapCost.valueOf(state.rules));
  else ensure(now >= replaceableAt(state, before[0]), errors.ColdkeySwapReannouncedTooEarly);
  announced.set(state, [addU32(now, storage.ColdkeySwapAnnouncementDelay.get(state)), newColdkeyHash]);
  state.emit(events.ColdkeySwapAnnounced({ who, new_coldkey_hash: newColdkeyHash }));
}

/**
 * Swaps the signing coldkey to the one it announced, after the delay.
 * @throws ColdkeySwapAnnouncementNotFound, AnnouncedColdkeyHashDoesNotMatch, ColdkeySwapTooEarly, and what
 * `doSwapColdkey` throws.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs swap_coldkey_announced`.
 */
export function swapColdkeyAnnounced(state: WriteState, origin: Origin, newColdkey: AccountId): void {
  const who = ensureSigned(origin);
  const announced = storage.ColdkeySwapAnnouncements.at(who).take(state);
  const [when, hash] = announced ?? fail(errors.ColdkeySwapAnnouncementNotFound);
  ensure(hash === blake2Hex(fromHex(newColdkey)), errors.AnnouncedColdkeyHashDoesNotMatch);
  ensure(blockNumber(state) >= when, errors.ColdkeySwapTooEarly);
  doSwapColdkey(state, who, newColdkey);
}

/**
 * Freezes the signing coldkey, whose swap somebody else announced, until root resets it.
 * @throws ColdkeySwapAnnouncementNotFound, ColdkeySwapAlreadyDisputed.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs dispute_coldkey_swap`.
 */
export function disputeColdkeySwap(state: WriteState, origin: Origin): void {
  const coldkey = ensureSigned(origin);
  const dispute = storage.ColdkeySwapDisputes.at(coldkey);
  ensure(storage.ColdkeySwapAnnouncements.at(coldkey).exists(state), errors.ColdkeySwapAnnouncementNotFound);
  ensure(!dispute.exists(state), errors.ColdkeySwapAlreadyDisputed);
  dispute.set(state, blockNumber(state));
  state.emit(events.ColdkeySwapDisputed({ coldkey }));
}

/**
 * Forgets the announcement and the dispute of a coldkey; for root only. @throws BadOrigin
 * Rust: `pallets/subtensor/src/macros/dispatches.rs reset_coldkey_swap`.
 */
export function resetColdkeySwap(state: WriteState, origin: Origin, coldkey: AccountId): void {
  ensureRoot(origin);
  storage.ColdkeySwapAnnouncements.at(coldkey).remove(state);
  storage.ColdkeySwapDisputes.at(coldkey).remove(state);
  state.emit(events.ColdkeySwapReset({ who: coldkey }));
}

/**
 * Takes back the signing coldkey's announcement, after the delays.
 * @throws ColdkeySwapAnnouncementNotFound, ColdkeySwapClearTooEarly.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs clear_coldkey_swap_announcement`.
 */
export function clearColdkeySwapAnnouncement(state: WriteState, origin: Origin): void {
  const who = ensureSigned(origin);
  const announced = storage.ColdkeySwapAnnouncements.at(who);
  const [when] = announced.get(state) ?? fail(errors.ColdkeySwapAnnouncementNotFound);
  ensure(blockNumber(state) >= replaceableAt(state, when), errors.ColdkeySwapClearTooEarly);
  announced.remove(state);
  state.emit(events.ColdkeySwapCleared({ who }));
}
