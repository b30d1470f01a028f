import type { BlockStart, OpenBlock } from "../../chain/engine.ts";
import { decode, encode } from "../../codec/codec.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { decodeHeader } from "../../primitives/header.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { tryDecodeShieldedTx } from "../../runtime/apis/shield-api.ts";
import { inherentExtrinsics } from "../../runtime/executive/inherents.ts";
import { openBlock } from "../../runtime/executive/open-block.ts";
import { orderedRoot } from "../../runtime/executive/ordered-root.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { execute } from "../../runtime/frame/execution.ts";
import { DigestItem, Header } from "../../runtime/types/substrate.ts";
import { inherentData } from "../inherent-data.ts";
import type { Decoder } from "./decoder.ts";
import { asEngine } from "./errors.ts";
import { readyFor } from "./program-version.ts";

const decodeItem = (item: Uint8Array) => decode(DigestItem, item);

/** Starts a block for its author. @throws EngineError */
export function openNativeBlock(
  runtime: Runtime,
  decodeOnce: Decoder,
  overlay: StateOverlay,
  { parent, digest }: BlockStart,
): OpenBlock {
  const state = execute(overlay, runtime.rules, runtime);
  const block = asEngine(() => {
    const start = { number: parent.number + 1, parentHash: parent.hash, digest: { logs: digest.map(decodeItem) } };
    return openBlock(state, runtime, start, orderedRoot.of(state));
  });
  return {
    inherentExtrinsics: async (data) =>
      asEngine(() => {
        return inherentExtrinsics(state, inherentData(data)).map(({ bytes }) => createExtrinsic(bytes));
      }),
    applyExtrinsic: async (extrinsic) => {
      await readyFor([extrinsic]);
      return asEngine(() => {
        const result = block.push(decodeOnce(extrinsic));
        return "ok" in result ? "applied" : { refused: result.err };
      });
    },
    shieldedTransaction: async (extrinsic) => asEngine(() => tryDecodeShieldedTx(state, decodeOnce(extrinsic))),
    finalizeBlock: async () => asEngine(() => decodeHeader(encode(Header, block.finish()))),
  };
}
