import type { Chain } from "../chain/chain.ts";
import type { BlockPlace } from "../chain/engine.ts";
import type { SlotMoment } from "../chain/slot-clock.ts";
import { encode } from "../codec/codec.ts";
import { u64 } from "../codec/primitives.ts";
import { slotDigest } from "../consensus/aura.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { Extrinsic } from "../primitives/extrinsic.ts";
import type { StateChanges } from "../primitives/state.ts";
import { validityText } from "../primitives/validity.ts";
import { changesBetween } from "./changes.ts";
import { trialOverlay } from "./trial-overlay.ts";
import { unreadable } from "./unreadable.ts";

/** What came of an extrinsic in a block that is thrown away. */
export interface Outcome {
  /** Why it is not valid there, or why its call failed; undefined when all is well. */
  readonly failure: { readonly kind: "invalid" | "failed"; readonly why: string } | undefined;
  readonly events: ReturnType<ChainTypes["decodeEvents"]>;
  /** What the extrinsic changed in state, without what the block changed before it. */
  readonly changes: StateChanges;
}

/** A block that is tried: on which state, with which number and time. */
export interface TrialBlock extends SlotMoment {
  readonly on: BlockPlace;
  /** The number of the block; the one after `on` unless another is tried. */
  readonly number?: number;
}

/**
 * Applies an extrinsic in a block that is thrown away; its number may lie ahead of the state that it begins on.
 * @throws UserError when no such block can begin
 */
export async function tryExtrinsic(
  chain: Pick<Chain, "runtimeAt">,
  types: ChainTypes,
  { on, number = on.number + 1, slot, moment }: TrialBlock,
  extrinsic: Extrinsic,
): Promise<Outcome> {
  const runtime = chain.runtimeAt(on.hash);
  if (runtime === undefined) throw new UserError(`the state of block ${on.number} is not kept`);
  const overlay = trialOverlay(runtime);
  const parent = { hash: on.hash, number: number - 1 };
  const block = await runtime.engine.openBlock(overlay, { parent, digest: [slotDigest(slot)] });
  const data = new Map([
    ["timstap0", encode(u64, moment)],
    ["auraslot", encode(u64, slot)],
  ]);
  let index = 0;
  for (const inherent of await block.inherentExtrinsics(data)) {
    if ((await block.applyExtrinsic(inherent)) === "applied") index++;
  }
  const before = overlay.changes();
  const result = await block.applyExtrinsic(extrinsic).catch(unreadable("the transaction"));
  if (result !== "applied") {
    return { failure: { kind: "invalid", why: validityText(result.refused) }, events: [], changes: new Map() };
  }
  const changes = changesBetween(before, overlay.changes(), runtime.state);
  await block.finalizeBlock();
  const bytes = overlay.get(types.storageKey("System", "Events", []));
  const all = bytes === undefined ? [] : types.decodeEvents(bytes);
  const events = all.filter(({ phase }) => phase.type === "ApplyExtrinsic" && phase.index === index);
  const failed = events.find(({ pallet, name }) => pallet === "System" && name === "ExtrinsicFailed");
  const error = (failed?.fields as { readonly dispatch_error?: unknown } | undefined)?.dispatch_error;
  return {
    failure: failed === undefined ? undefined : { kind: "failed", why: types.errorText(error) },
    events,
    changes,
  };
}
