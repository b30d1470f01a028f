import { encode } from "../codec/codec.ts";
import { DecodeError } from "../codec/io.ts";
import { u64 } from "../codec/primitives.ts";
import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import type { StateOverlay } from "../primitives/state.ts";
import type { ApplyResult } from "../runtime/executive/apply-extrinsic.ts";
import { type HeaderValue, headerHash } from "../runtime/executive/block.ts";
import { bareExtrinsic, decodeExtrinsic, type Extrinsic } from "../runtime/executive/extrinsic.ts";
import { type OpenBlock, openBlock } from "../runtime/executive/open-block.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { type Execution, execute } from "../runtime/frame/execution.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import { ApplyExtrinsicResult } from "../runtime/types/apply-result.ts";
import type { MemoryState } from "../storage/state/memory-state.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import type { RecordedBlock } from "./chain-file.ts";

/** A recorded block as we made it again. */
export interface RebuiltBlock {
  readonly header: HeaderValue;
  readonly hash: Hex;
  /** Encoded ApplyExtrinsicResult of each attempt. */
  readonly results: readonly Hex[];
  readonly extrinsics: readonly Uint8Array[];
  /** The state with all that the block changed. */
  readonly execution: StateOverlay;
  readonly overlay: TrieOverlay;
}

/**
 * Why a block was not made to its end, in an attempt (its index) or outside of all: something of the original that is not
 * built was met, or the program that makes it ended the call.
 */
export class BlockStopped extends Error {
  override name = "BlockStopped";
  override readonly cause: Error;
  readonly attempt: number | undefined;
  constructor(cause: Error, attempt: number | undefined, message = cause.message) {
    super(message);
    this.cause = cause;
    this.attempt = attempt;
  }
}

function stopping<T>(attempt: number | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof NotBuilt) throw new BlockStopped(error, attempt);
    throw error;
  }
}

/** Offers bytes to a block. Those that are no extrinsic count as a call that is not expected, as they do in recordings. */
function attempt(block: OpenBlock, bytes: Uint8Array, runtime: Runtime): ApplyResult {
  let extrinsic: Extrinsic;
  try {
    extrinsic = decodeExtrinsic(bytes, runtime);
  } catch (error) {
    if (error instanceof DecodeError) return { err: { type: "Invalid", value: { type: "Call" } } };
    throw error;
  }
  return block.push(extrinsic);
}

/** Makes a block again, as its author did, from what was offered to it, on the state after its parent. */
export function rebuildBlock(
  state: MemoryState,
  runtime: Runtime,
  parentHash: Hex,
  block: RecordedBlock,
  onAccess?: Execution["onAccess"],
): RebuiltBlock {
  const overlay = state.overlay();
  const execution = execute(overlay, runtime.rules, runtime);
  execution.onAccess = onAccess;
  const slot = block.slot ?? block.timestamp / runtime.rules.slotDuration;
  const digest = {
    logs: [{ type: "PreRuntime", value: [new Uint8Array([97, 117, 114, 97]), encode(u64, slot)] }],
  } as HeaderValue["digest"];
  const start = { number: block.number, parentHash, digest };
  const made = stopping(undefined, () => openBlock(execution, runtime, start, orderedRoot));
  const offered = block.terse
    ? [bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now: block.timestamp } }, runtime)]
    : block.attempts.map(({ extrinsic }) => fromHex(extrinsic));
  const results: Hex[] = [];
  const extrinsics: Uint8Array[] = [];
  for (const [i, bytes] of offered.entries()) {
    const result = stopping(i, () => attempt(made, bytes, runtime));
    results.push(toHex(encode(ApplyExtrinsicResult, result)));
    if ("ok" in result) extrinsics.push(bytes);
  }
  const header = stopping(undefined, () => made.finish());
  return { header, hash: headerHash(header), results, extrinsics, execution, overlay };
}
