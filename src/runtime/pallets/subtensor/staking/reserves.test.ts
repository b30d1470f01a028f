import { describe, expect, it } from "vitest";
import { maxU64 } from "../../../../lib/integers.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import {
  decreaseProvidedAlphaReserve,
  decreaseProvidedTaoReserve,
  increaseProvidedAlphaReserve,
  increaseProvidedTaoReserve,
  swapPools,
} from "./reserves.ts";

describe("the reserves of a pool", () => {
  it("grow by what comes in, up to the largest amount", () => {
    const state = plainState(1);
    increaseProvidedTaoReserve(state, 3, 40n);
    increaseProvidedTaoReserve(state, 3, 2n);
    increaseProvidedAlphaReserve(state, 3, 7n);
    expect([swapPools.taoReserve(state, 3), swapPools.alphaReserve(state, 3)]).toEqual([42n, 7n]);
    increaseProvidedTaoReserve(state, 3, maxU64);
    increaseProvidedAlphaReserve(state, 3, maxU64);
    expect([swapPools.taoReserve(state, 3), swapPools.alphaReserve(state, 3)]).toEqual([maxU64, maxU64]);
  });

  it("shrink by what goes out, down to zero", () => {
    const state = plainState(1);
    increaseProvidedTaoReserve(state, 3, 40n);
    increaseProvidedAlphaReserve(state, 3, 40n);
    decreaseProvidedTaoReserve(state, 3, 15n);
    decreaseProvidedAlphaReserve(state, 3, 16n);
    expect([swapPools.taoReserve(state, 3), swapPools.alphaReserve(state, 3)]).toEqual([25n, 24n]);
    decreaseProvidedTaoReserve(state, 3, 100n);
    decreaseProvidedAlphaReserve(state, 3, 100n);
    expect([swapPools.taoReserve(state, 3), swapPools.alphaReserve(state, 3)]).toEqual([0n, 0n]);
  });

  it("are not written by nothing", () => {
    const state = plainState(1);
    increaseProvidedTaoReserve(state, 3, 0n);
    increaseProvidedAlphaReserve(state, 3, 0n);
    decreaseProvidedTaoReserve(state, 3, 0n);
    decreaseProvidedAlphaReserve(state, 3, 0n);
    expect(storage.SubnetTAO.at(3).exists(state)).toBe(false);
    expect(storage.SubnetAlphaIn.at(3).exists(state)).toBe(false);
  });
});
