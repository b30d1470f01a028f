import { encode, type Infer } from "../../codec/codec.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Runtime } from "../frame/compose.ts";
import { NotBuilt } from "../frame/not-built.ts";
import type { WriteState } from "../frame/state.ts";
import { addWeight, subWeight, type Weight, zeroWeight } from "../frame/weight.ts";
import { registerExtraWeightUnchecked } from "../pallets/system/block-weight.ts";
import { constants } from "../pallets/system/constants.ts";
import { noteFinishedExtrinsics, noteInherentsApplied } from "../pallets/system/extrinsics.ts";
import { finalize } from "../pallets/system/finalize.ts";
import { type DigestValue, initialize, noteFinishedInitialize, resetEvents } from "../pallets/system/initialize.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { Header } from "../types/substrate.ts";
import type { OrderedRoot } from "./ordered-root.ts";

export type HeaderValue = Infer<typeof Header>;

/** What a block starts from. `digest` holds the pre-runtime items. */
export interface BlockStart {
  readonly number: number;
  readonly parentHash: Hex;
  readonly digest: DigestValue;
}

/**
 * Starts a block: storage, then the hooks of all pallets in order.
 * Rust: `frame_executive::Executive::initialize_block`.
 */
export function initializeBlock(state: WriteState, runtime: Runtime, { number, parentHash, digest }: BlockStart): void {
  resetEvents(state);
  refuseUpgrade(state, runtime);
  initialize(state, number, parentHash, digest);
  let weight: Weight = zeroWeight;
  for (const { pallet } of runtime.pallets) {
    if (pallet.hooks?.onInitialize !== undefined) weight = addWeight(weight, pallet.hooks.onInitialize(state, number));
  }
  weight = addWeight(weight, constants.BlockWeights.valueOf(state.rules).base_block);
  registerExtraWeightUnchecked(state, weight, "Mandatory");
  noteFinishedInitialize(state);
}

/**
 * A state that earlier rules left needs migrations first; there are none yet. Of a later version, which only Root can have
 * written, the original makes nothing. Rust: `frame_system: LastRuntimeUpgradeInfo::was_upgraded`.
 */
function refuseUpgrade(state: WriteState, { rules }: Runtime): void {
  const last = system.LastRuntimeUpgrade.get(state);
  const { spec_name: name } = constants.Version.valueOf(rules);
  if (last !== undefined && last.spec_version >= rules.specVersion && last.spec_name === name) return;
  throw new NotBuilt(`the upgrade from spec version ${last?.spec_version ?? "unknown"} to ${rules.specVersion}`);
}

/**
 * Ends a block after its last extrinsic and gives its header.
 * @param orderedRoot root of the ordered trie of the extrinsics, layout V0.
 * Rust: `frame_executive::Executive::finalize_block`.
 */
export function finalizeBlock(state: WriteState, runtime: Runtime, orderedRoot: OrderedRoot): HeaderValue {
  if (!system.InherentsApplied.get(state)) noteInherentsApplied(state);
  noteFinishedExtrinsics(state);
  const number = system.Number.get(state);
  runIdle(state, runtime, number);
  for (const { pallet } of runtime.pallets) pallet.hooks?.onFinalize?.(state, number);
  return finalize(state, orderedRoot);
}

/** The pallets' idle hooks, while weight is left. Rust: `on_idle_hook`. */
function runIdle(state: WriteState, runtime: Runtime, number: number): void {
  const { normal, operational, mandatory } = system.BlockWeight.get(state);
  const most = constants.BlockWeights.valueOf(state.rules).max_block;
  const remaining = subWeight(most, addWeight(normal, operational, mandatory));
  if (remaining.ref_time === 0n || remaining.proof_size === 0n) return;
  let used: Weight = zeroWeight;
  for (const { pallet } of runtime.pallets) {
    if (pallet.hooks?.onIdle !== undefined)
      used = addWeight(used, pallet.hooks.onIdle(state, number, subWeight(remaining, used)));
  }
  registerExtraWeightUnchecked(state, used, "Mandatory");
}

/** The hash of a header: blake2b-256 of its encoding. */
export function headerHash(header: HeaderValue): Hex {
  return blake2Hex(encode(Header, header));
}
