import type { StateReader } from "../primitives/state.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { blockViolations, describeViolations } from "../runtime/try-block.ts";
import type { Violation } from "../runtime/try-state.ts";
import type { ReadyBlock } from "./chain.ts";

/** A block leaves a state that no block may leave: the rules were executed wrongly. */
export class BrokenState extends Error {
  override name = "BrokenState";
  constructor({ number, hash }: ReadyBlock, found: readonly Violation[]) {
    super([`block ${number} (${hash}) breaks the state and is not stored`, ...describeViolations(found)].join("\n"));
  }
}

/** What the block breaks, if anything; `before` is the state it was executed on. */
export function brokenState(runtime: Runtime, block: ReadyBlock, before: StateReader): BrokenState | undefined {
  const found = blockViolations(runtime, { before, after: block.overlay, body: block.body });
  return found.length === 0 ? undefined : new BrokenState(block, found);
}
