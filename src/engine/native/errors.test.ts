import { describe, expect, it } from "vitest";
import { EngineError } from "../../chain/engine.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { callRuntimeApi } from "../../runtime/executive/call-api.ts";
import { withLength } from "../../runtime/executive/extrinsic.ts";
import { RuntimePanic } from "../../runtime/frame/panic.ts";
import { createRuntime, local } from "../../runtime/index.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { asEngineCall, trapText } from "./errors.ts";
import { createNativeEngine } from "./native-engine.ts";

const runtime = createRuntime(local);
const overlay = () => memoryState([]).overlay();
const trap = "Execution failed: Execution aborted due to trap: wasm trap: wasm `unreachable` instruction executed\n";

/** Why a call of a runtime API ends without an answer. */
function endOf(method: string, ...args: number[]): EngineError {
  try {
    asEngineCall(() => callRuntimeApi(overlay(), runtime, method, new Uint8Array(args)));
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error("it has an answer");
}

describe("what ends a call of the runtime", () => {
  it("is told in the words of the original: arguments that do not decode", () => {
    const bad = (method: string, why = "Codec error"): string =>
      `${trap}Bad input data provided to ${method}: ${why}. Nothing bad happened: someone sent an invalid transaction to the node.`;
    expect(endOf("BlockBuilder_apply_extrinsic", 0)).toMatchObject({
      kind: "bad-arguments",
      message: bad("apply_extrinsic"),
    });
    const none = "expected no parameters, but input buffer is not empty";
    expect(endOf("Core_version", 1).message).toBe(bad("version", none));
  });

  it("is told in the words of the original: a panic, and a stack that ended", () => {
    expect(trapText(new RuntimePanic("Slot must increase"))).toBe(`${trap}Slot must increase`);
    const endless = (): number => 1 + endless();
    let overflow: unknown;
    try {
      endless();
    } catch (error) {
      overflow = error;
    }
    expect(trapText(overflow)).toBe("Execution failed: Execution aborted due to trap: wasm trap: call stack exhausted");
  });

  it("is not told when it is a defect of ours", () => {
    const defect = new TypeError("x is undefined");
    expect(trapText(defect)).toBeUndefined();
    expect(() =>
      asEngineCall(() => {
        throw defect;
      }),
    ).toThrow(defect);
  });
});

describe("the validity of a transaction that is none", () => {
  it.each([
    ["bytes that do not decode", withLength(new Uint8Array([0x84, 7]))],
    ["a call that takes too much memory", withLength(new Uint8Array([5, 11, 0, 0x02, 0x00, 0x04, 0x00]))],
  ])("is not known: %s", async (_, bytes) => {
    const engine = createNativeEngine(runtime);
    const at = { number: 0, hash: `0x${"00".repeat(32)}` } as const;
    const validity = await engine.validateTransaction(overlay(), createExtrinsic(bytes), "External", at);
    expect(validity).toEqual({
      type: "failed",
      why: `Runtime error: ${trap}Bad input data provided to validate_transaction: Codec error. Nothing bad happened: someone sent an invalid transaction to the node.`,
    });
  });
});
