import { type BlockToExecute, type Engine, EngineError } from "../../chain/engine.ts";
import { decode, encode } from "../../codec/codec.ts";
import { result } from "../../codec/containers.ts";
import { Writer } from "../../codec/io.ts";
import { concatBytes, fromHex } from "../../lib/bytes.ts";
import { encodeHeader } from "../../primitives/header.ts";
import { CheckInherentsResult, InherentData } from "../../primitives/inherent-data.ts";
import type { StateOverlay, StateReader } from "../../primitives/state.ts";
import { TransactionSource, TransactionValidityError, ValidTransaction } from "../../primitives/validity.ts";
import { StorageError } from "../../storage/errors.ts";
import type { Executor } from "../../wasm/executor.ts";
import { inherentData, inherentEntries } from "../inherent-data.ts";
import { asEngine, trapText } from "./errors.ts";
import { openProgramBlock } from "./open-block.ts";

const TransactionValidity = result(ValidTransaction, TransactionValidityError);

/**
 * A chain's own program as an engine: every question is a call of its runtime API, as the original's node makes it.
 * Rust: `sp_api: CallRuntimeAt`, `sc_basic_authorship`, `sc_transaction_pool: api.rs`
 * @param forBlocks what executes the block after a state
 */
export function createProgramEngine(executor: Executor, forBlocks: (state: StateReader) => Executor): Engine {
  const call = (by: Executor, overlay: StateOverlay, method: string, args: Uint8Array): Uint8Array => {
    if (!executor.has(method)) throw new EngineError("no-such-method", `Exported method ${method} is not found`);
    return asEngine(() => by.call(overlay, method, args));
  };
  return {
    call: async (overlay, method, args) => call(executor, overlay, method, args),
    validateTransaction: async (overlay, extrinsic, source, at) => {
      const args = concatBytes(encode(TransactionSource, source), extrinsic.bytes, fromHex(at.hash));
      try {
        const answer = executor.call(overlay, "TaggedTransactionQueue_validate_transaction", args);
        const outcome = decode(TransactionValidity, answer);
        return "ok" in outcome ? { type: "valid", value: outcome.ok } : { type: "invalid", reason: outcome.err };
      } catch (error) {
        if (error instanceof StorageError && error.problem !== "gone") throw error;
        const why = trapText(error);
        if (why === undefined) return { type: "failed", why: "Runtime error: Execution failed", defect: error };
        return { type: "failed", why: `Runtime error: ${why}` };
      }
    },
    checkInherents: async (overlay, block, data) =>
      asEngine(() => {
        const args = concatBytes(encodeBlock(block), encode(InherentData, inherentData(data)));
        const answer = decode(CheckInherentsResult, executor.call(overlay, "BlockBuilder_check_inherents", args));
        return inherentEntries(answer.errors);
      }),
    executeBlock: async (overlay, block) => {
      const by = asEngine(() => forBlocks(overlay));
      call(by, overlay, "Core_execute_block", encodeBlock(block));
    },
    openBlock: async (overlay, start) => {
      const by = asEngine(() => forBlocks(overlay));
      return openProgramBlock(by, overlay, start);
    },
  };
}

/** A block in SCALE. Rust: `sp_runtime: generic/block.rs Block` */
function encodeBlock({ header, body }: BlockToExecute): Uint8Array {
  const to = new Writer();
  to.raw(encodeHeader(header));
  to.compact(body.length);
  for (const { bytes } of body) to.raw(bytes);
  return to.finish();
}
