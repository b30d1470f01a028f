import { describe, expect, it } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { u32 } from "../../src/codec/primitives.ts";
import { concatBytes, fromHex, type Hex, toHex } from "../../src/lib/bytes.ts";
import type { StateOverlay } from "../../src/primitives/state.ts";
import { apiMethod, callRuntimeApi } from "../../src/runtime/executive/call-api.ts";
import { decodeExtrinsic } from "../../src/runtime/executive/extrinsic.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { builds, createRuntime } from "../../src/runtime/index.ts";
import { Block } from "../../src/runtime/types/block.ts";
import { Header } from "../../src/runtime/types/substrate.ts";
import { orderedRoot } from "../../src/storage/trie/ordered-root.ts";
import { recordedChain, recordedEnd } from "../support/recorded-state.ts";

/** The first block of a recorded chain with a transfer or more, and the state before it. */
function firstBlock() {
  const file = recordedChain("a-transfers");
  const at = file.blocks.findIndex((block) => (block.extrinsics ?? []).length > 1);
  const block = file.blocks[at];
  const before = recordedEnd({ ...file, blocks: file.blocks.slice(0, at) });
  if (block?.header === undefined || before === undefined) throw new Error("the recording has headers and changes");
  return {
    block,
    header: decode(Header, fromHex(block.header)),
    before,
    extrinsics: (block.extrinsics ?? []).map(fromHex),
  };
}

describe("the runtime APIs that make and check blocks", () => {
  const { block, header, before, extrinsics } = firstBlock();
  const runtime = createRuntime(builds[before.file.config], { orderedRoot });
  const body = (extrinsic: Uint8Array) => decodeExtrinsic(extrinsic, runtime);
  const ask = (overlay: StateOverlay, method: string, args: Uint8Array = new Uint8Array(0)): Hex =>
    toHex(callRuntimeApi(overlay, runtime, method, args));
  const encoded = (changed: Partial<typeof header>): Uint8Array =>
    encode(Block, { header: { ...header, ...changed }, extrinsics: extrinsics.map(body) }, runtime.outer);

  it("make the recorded block, extrinsic by extrinsic", () => {
    // One execution from beginning to end, as the author of a block has it: events are written when it ends.
    const state = execute(before.state.overlay(), runtime.rules, runtime);
    const step = (method: string, inputs: Record<string, unknown>): unknown =>
      apiMethod(runtime, method)?.run?.(state, inputs);
    const started = { ...header, digest: { logs: header.digest.logs.filter(({ type }) => type === "PreRuntime") } };
    expect(step("Core_initialize_block", { header: started })).toBe("AllExtrinsics");
    for (const extrinsic of extrinsics)
      expect(step("BlockBuilder_apply_extrinsic", { extrinsic: body(extrinsic) })).toEqual({ ok: { ok: undefined } });
    expect(toHex(encode(Header, step("BlockBuilder_finalize_block", {}) as typeof header))).toBe(block.header);
  });

  it("execute it to the recorded state, and say nothing", () => {
    const overlay = before.state.overlay();
    expect(ask(overlay, "Core_execute_block", encoded({}))).toBe("0x");
    expect(toHex(overlay.root())).toBe(header.state_root);
  });

  it("refuse it with another state root or other extrinsics", () => {
    const wrong: Hex = `0x${"12".repeat(32)}`;
    for (const changed of [{ state_root: wrong }, { extrinsics_root: wrong }])
      expect(() => ask(before.state.overlay(), "Core_execute_block", encoded(changed))).toThrow("its header says");
  });

  it("refuse a block without a parent", () => {
    const zero = { number: 0 };
    expect(() => ask(before.state.overlay(), "Core_execute_block", encoded(zero))).toThrow(
      "Parent hash should be valid",
    );
  });

  it("tell what its extrinsics cost: inherents nothing, transfers what their calls do", () => {
    const [inherent, transfer] = extrinsics;
    if (inherent === undefined || transfer === undefined) throw new Error("there are both");
    const costOf = (method: string, extrinsic: Uint8Array): Hex =>
      ask(
        before.state.overlay(),
        `TransactionPaymentApi_${method}`,
        concatBytes(extrinsic, encode(u32, extrinsic.length)),
      );
    const none = "00".repeat(8);
    expect(costOf("query_info", inherent).slice(-16)).toBe(none);
    expect(costOf("query_info", transfer).slice(-16)).not.toBe(none);
    expect(costOf("query_fee_details", inherent)).toBe(`0x00${none}`);
    expect(costOf("query_fee_details", transfer).slice(0, 4)).toBe("0x01");
    const fee = (hex: string): bigint => BigInt(`0x${hex.match(/../g)?.toReversed().join("")}`);
    // Base, length and weight fees add up to the fee in one.
    const parts = costOf("query_fee_details", transfer).slice(4);
    expect(fee(costOf("query_info", transfer).slice(-16))).toBe(
      [0, 1, 2].reduce((sum, part) => sum + fee(parts.slice(16 * part, 16 * part + 16)), 0n),
    );
  });
});
