import type { Applied, BlockStart, OpenBlock } from "../../chain/engine.ts";
import { decode, encode } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { Reader } from "../../codec/io.ts";
import { emptyBytes, type Hex } from "../../lib/bytes.ts";
import { createExtrinsic, type Extrinsic } from "../../primitives/extrinsic.ts";
import { decodeHeader, encodeHeader } from "../../primitives/header.ts";
import { InherentData } from "../../primitives/inherent-data.ts";
import { ShieldedTransaction } from "../../primitives/shielded-transaction.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { TransactionValidityError } from "../../primitives/validity.ts";
import type { Executor } from "../../wasm/executor.ts";
import { inherentData } from "../inherent-data.ts";
import { asEngine } from "./errors.ts";

const noHash: Hex = `0x${"00".repeat(32)}`;
const shieldMethod = "ShieldApi_try_decode_shielded_tx";

/** Starts a block for its author. Rust: `sc_block_builder: lib.rs BlockBuilder` @throws EngineError */
export function openProgramBlock(executor: Executor, overlay: StateOverlay, { parent, digest }: BlockStart): OpenBlock {
  const ask = (method: string, args: Uint8Array): Uint8Array => asEngine(() => executor.call(overlay, method, args));
  /** What a call leaves stays only when it says so. */
  const attempt = (method: string, args: Uint8Array, stays: (answer: Uint8Array) => boolean): Uint8Array => {
    overlay.begin();
    let keep = false;
    try {
      const answer = ask(method, args);
      keep = stays(answer);
      return answer;
    } finally {
      if (keep) overlay.commit();
      else overlay.rollback();
    }
  };
  const header = { parentHash: parent.hash, number: parent.number + 1, stateRoot: noHash, extrinsicsRoot: noHash };
  ask("Core_initialize_block", encodeHeader({ ...header, digest }));
  return {
    inherentExtrinsics: async (data) => {
      const args = encode(InherentData, inherentData(data));
      return extrinsicsIn(attempt("BlockBuilder_inherent_extrinsics", args, () => false));
    },
    applyExtrinsic: async (extrinsic): Promise<Applied> => {
      const answer = attempt("BlockBuilder_apply_extrinsic", extrinsic.bytes, (outcome) => outcome[0] === 0);
      return answer[0] === 0 ? "applied" : { refused: decode(TransactionValidityError, answer.subarray(1)) };
    },
    shieldedTransaction: async ({ bytes }) => {
      if (!executor.has(shieldMethod)) return undefined;
      return decode(
        option(ShieldedTransaction),
        attempt(shieldMethod, bytes, () => false),
      );
    },
    finalizeBlock: async () => decodeHeader(ask("BlockBuilder_finalize_block", emptyBytes)),
  };
}

/** Extrinsics one after the other, each with its length before it. */
function extrinsicsIn(list: Uint8Array): Extrinsic[] {
  const from = new Reader(list);
  const extrinsics: Extrinsic[] = [];
  for (let left = from.length(1); left > 0; left--) {
    const start = from.offset;
    from.take(from.length(1));
    extrinsics.push(createExtrinsic(list.slice(start, from.offset)));
  }
  return extrinsics;
}
