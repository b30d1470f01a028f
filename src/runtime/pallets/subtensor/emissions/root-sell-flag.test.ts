import { describe, expect, it } from "vitest";
import { I96F32 } from "../../../fixed/formats.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { getNetworkRootSellFlag } from "./run-coinbase.ts";

/** A state in which these subnets (1, 2, ...) have moving prices of so many hundredths of a TAO. */
function priced(...hundredths: readonly bigint[]) {
  const state = plainState(1);
  hundredths.forEach((price, index) => {
    storage.SubnetMechanism.at(index + 1).set(state, 1);
    storage.SubnetMovingPrice.at(index + 1).set(state, (I96F32.one * price) / 100n);
  });
  return state;
}

describe("whether root gets its part of subnets' alpha", () => {
  it("depends on their moving prices together: more than one TAO", () => {
    expect(getNetworkRootSellFlag(priced(50n, 50n), [1, 2])).toBe(false);
    expect(getNetworkRootSellFlag(priced(50n, 75n), [1, 2])).toBe(true);
    expect(getNetworkRootSellFlag(priced(125n), [1])).toBe(true);
  });

  it("counts only the subnets that are emitted to", () => {
    expect(getNetworkRootSellFlag(priced(50n, 75n), [2])).toBe(false);
    expect(getNetworkRootSellFlag(priced(50n, 75n), [])).toBe(false);
  });

  it("counts one TAO for each subnet without a pool", () => {
    const state = plainState(1);
    expect(getNetworkRootSellFlag(state, [1])).toBe(false);
    expect(getNetworkRootSellFlag(state, [1, 2])).toBe(true);
  });
});
