import { decode, encode } from "../codec/codec.ts";
import { DecodeError } from "../codec/io.ts";
import { u64 } from "../codec/primitives.ts";
import { emptyBytes, fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { encodeEngineItem, encodeHeader, headerHash } from "../primitives/header.ts";
import type { StateOverlay } from "../primitives/state.ts";
import { bareExtrinsic, decodeExtrinsic } from "../runtime/executive/extrinsic.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { Header } from "../runtime/types/substrate.ts";
import type { MemoryState } from "../storage/state/memory-state.ts";
import type { Executor } from "../wasm/executor.ts";
import { Trap } from "../wasm/memory.ts";
import { ProgramError } from "../wasm/module/error.ts";
import type { RecordedBlock } from "./chain-file.ts";
import { BlockStopped, type RebuiltBlock } from "./rebuild-block.ts";

const noHash: Hex = `0x${"00".repeat(32)}`;
/** ApplyExtrinsicResult of bytes that are no extrinsic, as recordings have it: Err(Invalid(Call)). */
const noExtrinsic: Hex = "0x010000";

/**
 * Makes a block again by a program, from what was offered to it, on the state after its parent.
 * @throws BlockStopped where the program gives no answer, or one that is none
 */
export function rebuildByProgram(
  state: MemoryState,
  executor: Executor,
  runtime: Runtime,
  parentHash: Hex,
  block: RecordedBlock,
): RebuiltBlock {
  const overlay = state.overlay();
  const slot = block.slot ?? block.timestamp / runtime.rules.slotDuration;
  const digest = [encodeEngineItem({ kind: "preRuntime", engine: "aura", data: encode(u64, slot) })];
  const start = { parentHash, number: block.number, stateRoot: noHash, extrinsicsRoot: noHash, digest };
  byProgram(undefined, () => executor.call(overlay, "Core_initialize_block", encodeHeader(start)));
  const offered = block.terse
    ? [bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now: block.timestamp } }, runtime)]
    : block.attempts.map(({ extrinsic }) => fromHex(extrinsic));
  const results: Hex[] = [];
  const extrinsics: Uint8Array[] = [];
  for (const [index, bytes] of offered.entries()) {
    overlay.begin();
    const result = byProgram(index, () => attempt(executor, overlay, bytes, runtime));
    const isIncluded = result.startsWith("0x00");
    if (isIncluded) overlay.commit();
    else overlay.rollback();
    results.push(result);
    if (isIncluded) extrinsics.push(bytes);
  }
  const [header, hash] = byProgram(undefined, () => {
    const encoded = executor.call(overlay, "BlockBuilder_finalize_block", emptyBytes);
    return [decode(Header, encoded), headerHash(encoded)];
  });
  return {
    header,
    hash,
    results,
    extrinsics,
    execution: overlay,
    overlay,
  };
}

/** What a program does wrong, in words; undefined for any other error, which is a fault of ours. */
export function programFault(error: unknown): string | undefined {
  if (error instanceof Trap) return error.words === undefined ? error.message : `${error.message}: ${error.words}`;
  if (error instanceof ProgramError) return error.message;
  return error instanceof DecodeError ? `what the program made does not decode: ${error.message}` : undefined;
}

function byProgram<T>(attempt: number | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const fault = programFault(error);
    if (fault === undefined) throw error;
    throw new BlockStopped(error as Error, attempt, fault);
  }
}

/** The result of an extrinsic. A program traps over bytes that are none, where recordings have a result. @throws Trap */
function attempt(executor: Executor, overlay: StateOverlay, bytes: Uint8Array, runtime: Runtime): Hex {
  try {
    return toHex(executor.call(overlay, "BlockBuilder_apply_extrinsic", bytes));
  } catch (error) {
    if (error instanceof Trap && !decodes(bytes, runtime)) return noExtrinsic;
    throw error;
  }
}

function decodes(bytes: Uint8Array, runtime: Runtime): boolean {
  try {
    decodeExtrinsic(bytes, runtime);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
