import { decode, encode } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { concatBytes, equalBytes, fromHex, type Hex, toHex, utf8 } from "../../../lib/bytes.ts";
import { AuraPublic } from "../../../primitives/authorities.ts";
import { storedLength } from "../../frame/appended.ts";
import type { Hooks } from "../../frame/pallet.ts";
import { panicUnless } from "../../frame/panic.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { dbWeight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { Slot } from "../../types/consensus.ts";
import { depositLog } from "../system/finalize.ts";
import { storage as system } from "../system/storage.ts";
import { constants } from "./constants.ts";
import { storage } from "./storage.ts";

/** The engine id of Aura's digest items. */
export const auraEngineId: Uint8Array = utf8("aura");

/** The slot that this block's pre-runtime digest names. Rust: `current_slot_from_digests`. */
export function slotFromDigest(state: ReadState): bigint | undefined {
  for (const item of system.Digest.get(state).logs) {
    if (item.type !== "PreRuntime" || !equalBytes(item.value[0], auraEngineId)) continue;
    return item.value[1].length < 8 ? undefined : decode(Slot, item.value[1].subarray(0, 8));
  }
  return undefined;
}

/** The place of a slot's author among so many authorities. @throws RuntimePanic without any */
function placeOf(slot: bigint, authorities: number): number {
  panicUnless(authorities > 0, "attempt to calculate the remainder with a divisor of zero");
  return Number(slot % BigInt(authorities));
}

/** How many authorities their list says that there are, also where it does not decode. */
const authoritiesLength = (state: ReadState): number | undefined => storedLength(state.get(storage.Authorities.key));

/** Which authority this block's slot belongs to. Rust: `pallet_aura: FindAuthor::find_author`. */
function authorIndex(state: ReadState): number | undefined {
  const slot = slotFromDigest(state);
  return slot === undefined ? undefined : placeOf(slot, authoritiesLength(state) ?? 0);
}

/** The author's Aura key, which also is the account that gets fees. Rust: `BlockAuthorFromAura::get_block_author`. */
export function blockAuthor(state: ReadState): AccountId | undefined {
  const index = authorIndex(state);
  return index === undefined ? undefined : storage.Authorities.get(state)[index];
}

/** The author as an Ethereum address: bytes 4 to 23 of its key. Rust: `FindAuthorTruncated`. */
export function blockAuthorH160(state: ReadState): Hex | undefined {
  const author = blockAuthor(state);
  return author === undefined ? undefined : toHex(fromHex(author).subarray(4, 24));
}

/** The time must lie in the slot of the block. Rust: `OnTimestampSet` of Aura. */
export function onTimestampSet(state: ReadState, moment: bigint): void {
  const slot = moment / constants.SlotDuration.valueOf(state.rules);
  panicUnless(storage.CurrentSlot.get(state) === slot, "Timestamp slot must match `CurrentSlot`");
}

/**
 * Replaces the authorities from the next block on; an empty list is ignored. Rust: `pallet_aura::Pallet::change_authorities`.
 * @param next Aura keys, at most 32.
 */
export function changeAuthorities(state: WriteState, next: readonly Hex[]): void {
  if (next.length === 0) return;
  storage.Authorities.set(state, [...next]);
  const change = concatBytes(new Uint8Array([1]), encode(vec(AuraPublic), [...next]));
  depositLog(state, { type: "Consensus", value: [auraEngineId, change] });
}

/** Rust: `pallet_aura: Hooks`. */
export const hooks: Hooks = {
  onInitialize(state) {
    const slot = slotFromDigest(state);
    if (slot === undefined) return dbWeight(1, 0);
    panicUnless(storage.CurrentSlot.get(state) < slot, "Slot must increase");
    storage.CurrentSlot.set(state, slot);
    const length = authoritiesLength(state);
    if (length !== undefined) placeOf(slot, length);
    return dbWeight(2, 1);
  },
};
