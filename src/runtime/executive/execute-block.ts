import type { Infer } from "../../codec/codec.ts";
import type { Runtime } from "../frame/compose.ts";
import { panicUnless } from "../frame/panic.ts";
import type { WriteState } from "../frame/state.ts";
import type { Block } from "../types/block.ts";
import { applyExtrinsic, isInherent } from "./apply-extrinsic.ts";
import { type BlockStart, finalizeBlock, type HeaderValue, headerHash, initializeBlock } from "./block.ts";
import type { OrderedRoot } from "./ordered-root.ts";

/** A block that does not execute to what its header says. */
export class BadBlock extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadBlock";
  }
}

/** What is known of a block before it is executed: of its digest, what the author put there before. */
export function startOf({ number, parent_hash: parentHash, digest }: HeaderValue): BlockStart {
  return { number, parentHash, digest: { logs: digest.logs.filter(({ type }) => type === "PreRuntime") } };
}

/**
 * Executes a block without its seal and compares the outcome with its header.
 * Answers to `frame_executive::Executive::execute_block`.
 * @throws BadBlock, RuntimePanic, NotBuilt
 */
export function executeBlock(
  state: WriteState,
  runtime: Runtime,
  { header, extrinsics }: Infer<typeof Block>,
  orderedRoot: OrderedRoot,
): void {
  initializeBlock(state, runtime, startOf(header));
  // Of any other block the parent's hash was just written.
  panicUnless(header.number > 0, "Parent hash should be valid.");
  let inherents = 0;
  for (const [i, extrinsic] of extrinsics.entries()) {
    if (isInherent(runtime, extrinsic)) {
      if (inherents !== i) throw new BadBlock(`extrinsic ${i} is an inherent behind other extrinsics`);
      inherents++;
    }
    const result = applyExtrinsic(state, runtime, extrinsic);
    if ("err" in result) throw new BadBlock(`extrinsic ${i} is not valid: ${result.err.type} ${result.err.value.type}`);
  }
  const computed = finalizeBlock(state, runtime, orderedRoot);
  if (computed.extrinsics_root !== header.extrinsics_root) throw new BadBlock("the extrinsics root differs");
  if (computed.digest.logs.length !== header.digest.logs.length)
    throw new BadBlock("the number of digest items differs");
  if (computed.state_root !== header.state_root)
    throw new BadBlock(`the state root differs: computed ${computed.state_root}, header ${header.state_root}`);
  if (headerHash(computed) !== headerHash(header)) throw new BadBlock("the digest differs");
}
