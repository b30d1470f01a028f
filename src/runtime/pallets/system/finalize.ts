import { encode, type Infer } from "../../../codec/codec.ts";
import { type Hex, toHex } from "../../../lib/bytes.ts";
import { appended } from "../../frame/appended.ts";
import type { WriteState } from "../../frame/state.ts";
import { DigestItem, type Header } from "../../types/substrate.ts";
import { constants } from "./constants.ts";
import { intrablockEntropyKey } from "./initialize.ts";
import { storage } from "./storage.ts";

export type HeaderValue = Infer<typeof Header>;
export type DigestItemValue = Infer<typeof DigestItem>;

/** Adds an item to the header's digest. Rust: `frame_system::Pallet::deposit_log`. */
export function depositLog(state: WriteState, item: DigestItemValue): void {
  state.put(storage.Digest.key, appended(state.get(storage.Digest.key), [encode(DigestItem, item)]));
}

/**
 * Ends the block in storage and makes its header, with the state root as it is then. Events must be in storage already.
 * Rust: `frame_system::Pallet::finalize`.
 * @param orderedRoot the root of a trie (layout V0) of values under their compact indices.
 */
export function finalize(state: WriteState, orderedRoot: (values: readonly Uint8Array[]) => Uint8Array): HeaderValue {
  storage.ExecutionPhase.remove(state);
  storage.AllExtrinsicsLen.remove(state);
  state.delete(intrablockEntropyKey);
  storage.InherentsApplied.remove(state);

  const number = storage.Number.get(state);
  const parent_hash = storage.ParentHash.get(state);
  const digest = storage.Digest.get(state);
  const count = storage.ExtrinsicCount.take(state) ?? 0;
  const extrinsics = Array.from({ length: count }, (_, index) => storage.ExtrinsicData.at(index).take(state));
  const extrinsics_root: Hex = toHex(orderedRoot(extrinsics));

  const outdated = number - constants.BlockHashCount.valueOf(state.rules) - 1;
  if (outdated > 0) storage.BlockHash.at(outdated).remove(state);

  const state_root: Hex = toHex(state.overlay.root());
  return { parent_hash, number, state_root, extrinsics_root, digest };
}
