import { encode } from "../../codec/codec.ts";
import { equalBytes } from "../../lib/bytes.ts";
import type { Runtime } from "../frame/compose.ts";
import { panicUnless } from "../frame/panic.ts";
import type { WriteState } from "../frame/state.ts";
import { ValidityFailure } from "../frame/validity.ts";
import { Header } from "../types/substrate.ts";
import { isInherent } from "./apply-extrinsic.ts";
import type { BlockStart, HeaderValue } from "./block.ts";
import type { Extrinsic } from "./extrinsic.ts";
import { openBlock } from "./open-block.ts";
import type { OrderedRoot } from "./ordered-root.ts";

/** A block that does not execute to what its header says. */
export class BadBlock extends Error {
  override name = "BadBlock";
}

/** A block as it is executed. */
export interface BlockToExecute {
  /** Without the seal. */
  readonly header: HeaderValue;
  readonly extrinsics: readonly Extrinsic[];
}

/** What is known of a block before it is executed: of its digest, what the author put there before. */
export function startOf({ number, parent_hash: parentHash, digest }: HeaderValue): BlockStart {
  return { number, parentHash, digest: { logs: digest.logs.filter(({ type }) => type === "PreRuntime") } };
}

/**
 * Executes a block and compares the outcome with its header. A step is one extrinsic: whoever has others to serve lets
 * them go on between two steps. Rust: `frame_executive::Executive::execute_block`.
 * @throws BadBlock, RuntimePanic, NotBuilt
 */
export function* executeBlock(
  state: WriteState,
  runtime: Runtime,
  { header, extrinsics }: BlockToExecute,
  orderedRoot: OrderedRoot,
): Generator<undefined, void> {
  const block = openBlock(state, runtime, startOf(header), orderedRoot);
  // Of any other block the parent's hash was just written.
  panicUnless(header.number > 0, "Parent hash should be valid.");
  let inherents = 0;
  for (const [i, extrinsic] of extrinsics.entries()) {
    if (isInherent(runtime, extrinsic)) {
      if (inherents !== i) throw new BadBlock(`extrinsic ${i} is an inherent behind other extrinsics`);
      inherents++;
    }
    const result = block.push(extrinsic);
    if ("err" in result) throw new BadBlock(`extrinsic ${i} is not valid: ${new ValidityFailure(result.err).message}`);
    yield;
  }
  compare(block.finish(), header);
}

/** The same in one go. @throws BadBlock, RuntimePanic, NotBuilt */
export function executeWholeBlock(
  state: WriteState,
  runtime: Runtime,
  block: BlockToExecute,
  orderedRoot: OrderedRoot,
): void {
  const steps = executeBlock(state, runtime, block, orderedRoot);
  while (steps.next().done !== true);
}

/** @throws BadBlock with the first difference. */
function compare(computed: HeaderValue, given: HeaderValue): void {
  const differs = (what: string, ours: string | number, theirs: string | number): never => {
    throw new BadBlock(`its execution leaves ${what} ${ours}, its header says ${theirs}`);
  };
  const items = (header: HeaderValue): number => header.digest.logs.length;
  if (items(computed) !== items(given)) differs("a digest of so many items:", items(computed), items(given));
  if (computed.extrinsics_root !== given.extrinsics_root)
    differs("extrinsics root", computed.extrinsics_root, given.extrinsics_root);
  if (computed.state_root !== given.state_root) differs("state root", computed.state_root, given.state_root);
  if (!equalBytes(encode(Header, computed), encode(Header, given)))
    throw new BadBlock("its execution leaves another digest than its header has");
}
