import type { Infer } from "../../../codec/codec.ts";
import { encode } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import { blake2b256 } from "../../../crypto/hashing.ts";
import { concatBytes, fromHex, type Hex, type StateKey, utf8 } from "../../../lib/bytes.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { Digest } from "../../types/substrate.ts";
import { storage } from "./storage.ts";

/** Where the index of the extrinsic that runs lies during a block. */
export const extrinsicIndexKey: StateKey = ":extrinsic_index";
/** Where what `unique` hands out is seeded from during a block. */
export const intrablockEntropyKey: StateKey = ":intrablock_entropy";

export type DigestValue = Infer<typeof Digest>;

/** Drops the events of the last block. Rust: `frame_system::Pallet::reset_events`. */
export function resetEvents(state: WriteState): void {
  storage.Events.remove(state);
  storage.EventCount.remove(state);
  storage.EventTopics.clear(state);
}

/**
 * Starts a block in storage. Events were reset before. Rust: `frame_system::Pallet::initialize`.
 * @param parentHash of block `number - 1`, which it is remembered as.
 */
export function initialize(state: WriteState, number: number, parentHash: Hex, digest: DigestValue): void {
  storage.ExecutionPhase.set(state, { type: "Initialization" });
  state.put(extrinsicIndexKey, encode(u32, 0));
  state.put(intrablockEntropyKey, blake2b256(concatBytes(utf8("frame_system::initialize"), fromHex(parentHash))));
  storage.Number.set(state, number);
  storage.Digest.set(state, digest);
  storage.ParentHash.set(state, parentHash);
  storage.BlockHash.at((number - 1) >>> 0).set(state, parentHash);
  storage.InherentsApplied.remove(state);
  storage.BlockWeight.remove(state);
}

/** From here on extrinsics are applied. Rust: `note_finished_initialize`. */
export function noteFinishedInitialize(state: WriteState): void {
  storage.ExecutionPhase.set(state, { type: "ApplyExtrinsic", value: 0 });
}

/** The block's number: 0 while the genesis is built. */
export function blockNumber(state: ReadState): number {
  return storage.Number.get(state);
}

/** The hash of an earlier block, all zero when it is not remembered (2400 are). */
export function blockHash(state: ReadState, number: number): Hex {
  return storage.BlockHash.at(number).get(state);
}

/** The hash of the block before the one that is made. */
export function parentHash(state: ReadState): Hex {
  return storage.ParentHash.get(state);
}

/** 32 bytes that no one else in this block was given. Rust: `frame_system::unique` for an encoded entropy. */
export function unique(state: WriteState, entropy: Uint8Array): Uint8Array {
  const last = state.get(intrablockEntropyKey) ?? new Uint8Array(32);
  const next = blake2b256(concatBytes(utf8("frame_system::unique"), entropy, last));
  state.put(intrablockEntropyKey, next);
  return next;
}
