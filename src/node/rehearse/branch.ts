import { type BlockPlace, type Engine, EngineError, type Engines, type OpenBlock } from "../../chain/engine.ts";
import { slotDuration } from "../../chain/runtime-apis.ts";
import { encode } from "../../codec/codec.ts";
import { u64 } from "../../codec/primitives.ts";
import { slotDigest } from "../../consensus/aura.ts";
import { stateAfter } from "../../engine/thread/executed-states.ts";
import { encodeHeader, headerHash } from "../../primitives/header.ts";
import { createOverlay, type TrieOverlay } from "../../storage/state/overlay.ts";
import type { ParentState } from "../../storage/state/parent-state.ts";

/** A chain that goes on in memory from a state, under the rules of its `:code`. */
export interface Branch {
  readonly place: BlockPlace;
  readonly state: ParentState;
  /** Time of its last block, ms. */
  readonly moment: bigint;
}

/** How a block is begun on a branch. */
export interface Start {
  readonly engine: Engine;
  readonly overlay: TrieOverlay;
  readonly moment: bigint;
  readonly digest: readonly Uint8Array[];
}

/** What the next block of a branch begins with: one slot later. @param engine of other rules than those of the state */
export async function startOf(branch: Branch, engines: Engines, engine?: Engine): Promise<Start> {
  const { state, place } = branch;
  const own = engine ?? engines.engineAt(place.hash, state);
  const duration = await slotDuration((method, args) => own.call(createOverlay(state), method, args));
  const moment = branch.moment + duration;
  return { engine: own, overlay: createOverlay(state), moment, digest: [slotDigest(moment / duration)] };
}

/** Makes the next block of a branch, of its inherents alone. @throws EngineError when the rules do not make it */
export async function nextBlock(branch: Branch, engines: Engines): Promise<Branch> {
  const { engine, overlay, moment, digest } = await startOf(branch, engines);
  const block = await engine.openBlock(overlay, { parent: branch.place, digest });
  await applyInherents(block, moment, digest);
  const header = await block.finalizeBlock();
  const place = { hash: headerHash(encodeHeader(header)), number: header.number };
  return { place, state: stateAfter(branch.state, overlay), moment };
}

async function applyInherents(block: OpenBlock, moment: bigint, digest: readonly Uint8Array[]): Promise<void> {
  const slot = digest[0]?.subarray(-8) ?? encode(u64, 0n);
  const data = new Map([
    ["timstap0", encode(u64, moment)],
    ["auraslot", slot],
  ]);
  for (const extrinsic of await block.inherentExtrinsics(data)) {
    const applied = await block.applyExtrinsic(extrinsic);
    if (applied !== "applied") throw new EngineError("failed", `an inherent is refused: ${applied.refused.type}`);
  }
}
