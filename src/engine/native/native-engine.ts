import type { Engine, Engines } from "../../chain/engine.ts";
import { callRuntimeApi } from "../../runtime/executive/call-api.ts";
import { checkInherents } from "../../runtime/executive/inherents.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { execute } from "../../runtime/frame/execution.ts";
import { blockViolations, describeViolations } from "../../runtime/try-block.ts";
import { inherentData, inherentEntries } from "../inherent-data.ts";
import { createDecoder } from "./decoder.ts";
import { asEngine, asEngineCall } from "./errors.ts";
import { executeNativeBlock } from "./execute-block.ts";
import { openNativeBlock } from "./open-block.ts";
import { type CheckElsewhere, validate } from "./validate.ts";

export interface NativeEngineOptions {
  /** Has the signatures of what is validated checked on other threads; here otherwise. */
  readonly verifyThreads?: boolean;
}

/** The rules of this project (`src/runtime`) as an engine of the chain, on the chain's own thread. */
export function createNativeEngine(runtime: Runtime, { verifyThreads = false }: NativeEngineOptions = {}): Engine {
  const decodeOnce = createDecoder(runtime);
  let elsewhere: CheckElsewhere | undefined;
  return {
    call: async (overlay, method, args) => asEngineCall(() => callRuntimeApi(overlay, runtime, method, args)),
    validateTransaction: async (overlay, extrinsic, source, at) => {
      if (verifyThreads) elsewhere ??= (await import("../../crypto/verify-elsewhere.ts")).verifyElsewhere;
      return validate(runtime, overlay, () => decodeOnce(extrinsic), source, at, elsewhere);
    },
    checkInherents: async (overlay, { body }, data) =>
      asEngine(() => {
        const state = execute(overlay, runtime.rules, runtime);
        return inherentEntries(checkInherents(state, runtime, body.map(decodeOnce), inherentData(data)).errors);
      }),
    executeBlock: (overlay, block, rest) => executeNativeBlock(runtime, decodeOnce, overlay, block, rest),
    openBlock: async (overlay, start) => openNativeBlock(runtime, decodeOnce, overlay, start),
    tryState: async ({ before, after, body }) => {
      const extrinsics = body.map(({ bytes }) => bytes);
      return describeViolations(blockViolations(runtime, { before, after, body: extrinsics }));
    },
  };
}

/** One engine for every state. */
export function everywhere(engine: Engine): Engines {
  return { engineAt: () => engine };
}
