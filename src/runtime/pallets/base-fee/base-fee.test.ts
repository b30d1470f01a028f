import { describe, expect, it } from "vitest";
import { bareState } from "../../../../test/support/bare-state.ts";
import { registerExtraWeightUnchecked } from "../system/block-weight.ts";
import { system } from "../system/index.ts";
import { hooks } from "./hooks.ts";
import { baseFee } from "./index.ts";
import { storage } from "./storage.ts";

const gwei = 1_000_000_000n;
const half = 2_000_000_000_000n;

/** The fee after a block that used so much time, in ps. */
function feeAfter(used: bigint, before = 20n * gwei, elasticity = 125_000): bigint {
  const { state } = bareState([
    [0, system],
    [25, baseFee],
  ]);
  storage.BaseFeePerGas.set(state, before);
  storage.Elasticity.set(state, elasticity);
  registerExtraWeightUnchecked(state, { ref_time: used, proof_size: 0n }, "Mandatory");
  hooks.onFinalize?.(state, 1);
  return storage.BaseFeePerGas.get(state);
}

describe("the price of gas", () => {
  it("stays in a half-full block, and moves by an eighth at most", () => {
    expect(feeAfter(half)).toBe(20n * gwei);
    expect(feeAfter(0n)).toBe((20n * gwei * 7n) / 8n);
    expect(feeAfter(2n * half)).toBe((20n * gwei * 9n) / 8n);
  });

  it("does not fall below half of where it starts", () => {
    expect(feeAfter(0n, 10n * gwei + 1n)).toBe(10n * gwei);
  });

  it("stays where elasticity is zero or the sum would not fit", () => {
    expect(feeAfter(0n, 20n * gwei, 0)).toBe(20n * gwei);
    const most = (1n << 256n) - 1n;
    expect(feeAfter(2n * half, most)).toBe(most);
  });
});
