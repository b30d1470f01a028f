import type { Infer } from "../../codec/codec.ts";
import type { Runtime } from "../frame/compose.ts";
import type { WriteState } from "../frame/state.ts";
import type { Block } from "../types/block.ts";
import { applyExtrinsic, isInherent } from "./apply-extrinsic.ts";
import { finalizeBlock, type HeaderValue, headerHash, initializeBlock } from "./block.ts";
import { decodeExtrinsic, withLength } from "./extrinsic.ts";

/** A block that does not execute to what its header says. */
export class BadBlock extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadBlock";
  }
}

/** The items that the author put into the header before execution. */
export function preRuntimeDigest({ digest }: HeaderValue): HeaderValue["digest"] {
  return { logs: digest.logs.filter(({ type }) => type === "PreRuntime") };
}

/**
 * Executes a block without its seal and compares the outcome with its header. Extrinsics come with their length prefixes.
 * Answers to `frame_executive::Executive::execute_block`.
 * @throws BadBlock, NotBuilt
 */
function executeBlock(
  state: WriteState,
  runtime: Runtime,
  header: HeaderValue,
  extrinsics: readonly Uint8Array[],
  orderedRoot: (values: readonly Uint8Array[]) => Uint8Array,
): void {
  initializeBlock(state, runtime, {
    number: header.number,
    parentHash: header.parent_hash,
    digest: preRuntimeDigest(header),
  });
  let inherents = 0;
  for (const [i, bytes] of extrinsics.entries()) {
    if (isInherent(runtime, decodeExtrinsic(bytes, runtime))) {
      if (inherents !== i) throw new BadBlock(`extrinsic ${i} is an inherent behind other extrinsics`);
      inherents++;
    }
    const result = applyExtrinsic(state, runtime, bytes);
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

/** The same for a block as the runtime API gets it. */
export function executeApiBlock(
  state: WriteState,
  runtime: Runtime,
  { header, extrinsics }: Infer<typeof Block>,
  orderedRoot: (values: readonly Uint8Array[]) => Uint8Array,
): void {
  executeBlock(state, runtime, header, extrinsics.map(withLength), orderedRoot);
}
