import type { Engine, Engines } from "../../chain/engine.ts";
import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import { callRuntimeApi } from "../../runtime/executive/call-api.ts";
import { checkInherents } from "../../runtime/executive/inherents.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { execute } from "../../runtime/frame/execution.ts";
import { blockViolations, describeViolations } from "../../runtime/try-block.ts";
import { asEngine, asEngineCall } from "./errors.ts";
import { executeNativeBlock } from "./execute-block.ts";
import { openNativeBlock } from "./open-block.ts";
import { validate } from "./validate.ts";

/** The rules of this project (`src/runtime`) as an engine of the chain, on the chain's own thread. */
export function createNativeEngine(runtime: Runtime): Engine {
  return {
    call: async (overlay, method, args) => asEngineCall(method, () => callRuntimeApi(overlay, runtime, method, args)),
    validateTransaction: async (overlay, { bytes }, source, at) => validate(runtime, overlay, bytes, source, at),
    checkInherents: async (overlay, { body }, data) =>
      asEngine(() => {
        const given = { data: new Map([...data].map(([name, value]) => [utf8(name), value])) };
        const state = execute(overlay, runtime.rules, runtime);
        const extrinsics = body.map(({ bytes }) => bytes);
        const { errors } = checkInherents(state, runtime, extrinsics, given);
        return new Map([...errors.data].map(([name, error]) => [fromUtf8(name), error]));
      }),
    executeBlock: (overlay, block, rest) => executeNativeBlock(runtime, overlay, block, rest),
    openBlock: async (overlay, start) => openNativeBlock(runtime, overlay, start),
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
