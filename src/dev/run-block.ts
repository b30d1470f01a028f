import type { Chain } from "../chain/chain.ts";
import type { BlockPlace } from "../chain/engine.ts";
import { UserError } from "../lib/user-error.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { engineItem } from "../primitives/header.ts";
import { validityText } from "../primitives/validity.ts";
import type { BlockToRun, RanPhase } from "./api.ts";
import { changesBetween } from "./changes.ts";
import { trialOverlay } from "./trial-overlay.ts";
import { unreadable } from "./unreadable.ts";

/**
 * Executes a block on its parent's state step by step; nothing of it stays.
 * @throws UserError when it is not the block after that one, or the rules refuse a part of it
 */
export async function runBlock(
  chain: Pick<Chain, "runtimeAt">,
  parent: BlockPlace,
  { number, digest, extrinsics }: BlockToRun,
): Promise<readonly RanPhase[]> {
  const runtime = chain.runtimeAt(parent.hash);
  if (runtime === undefined) throw new UserError(`the state of block ${parent.number} is not kept`);
  if (number !== parent.number + 1)
    throw new UserError(`block ${number} does not come after block ${parent.number}: name its parent`);
  const overlay = trialOverlay(runtime);
  const phases: RanPhase[] = [];
  let before = overlay.changes();
  const ended = (phase: RanPhase["phase"]): void => {
    const after = overlay.changes();
    phases.push({ phase, changes: changesBetween(before, after, runtime.state) });
    before = after;
  };
  // Seals and what the rules deposit come after execution.
  const given = digest.filter((item) => engineItem(item)?.kind === "preRuntime");
  const block = await runtime.engine.openBlock(overlay, { parent, digest: given }).catch(unreadable("the block"));
  ended("Initialization");
  for (const [index, extrinsic] of extrinsics.entries()) {
    const result = await block.applyExtrinsic(createExtrinsic(extrinsic)).catch(unreadable(`extrinsic ${index}`));
    if (result !== "applied") throw new UserError(`extrinsic ${index} is refused: ${validityText(result.refused)}`);
    ended(index);
  }
  await block.finalizeBlock().catch(unreadable("the end of the block"));
  ended("Finalization");
  return phases;
}
