import type { BlockToExecute, Rest } from "../../chain/engine.ts";
import { decode } from "../../codec/codec.ts";
import { encodeHeader } from "../../primitives/header.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { executeBlock } from "../../runtime/executive/execute-block.ts";
import { orderedRoot } from "../../runtime/executive/ordered-root.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { execute } from "../../runtime/frame/execution.ts";
import { Header } from "../../runtime/types/substrate.ts";
import type { Decoder } from "./decoder.ts";
import { asEngine } from "./errors.ts";
import { readyFor } from "./program-version.ts";
import { checkAhead } from "./signature-checks.ts";

/** Executes a block of others, its signatures on all cores where it is long. @throws EngineError */
export async function executeNativeBlock(
  runtime: Runtime,
  decodeOnce: Decoder,
  overlay: StateOverlay,
  { header, body }: BlockToExecute,
  rest: Rest,
): Promise<void> {
  await readyFor(body);
  const extrinsics = asEngine(() => body.map(decodeOnce));
  await checkAhead(runtime, overlay, header, extrinsics);
  const state = execute(overlay, runtime.rules, runtime);
  const block = { header: decode(Header, encodeHeader(header)), extrinsics };
  const steps = executeBlock(state, runtime, block, orderedRoot.of(state));
  while (asEngine(() => steps.next()).done !== true) await rest();
}
