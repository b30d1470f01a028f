import { describe, expect, it } from "vitest";
import { U64F64 } from "../../fixed/formats.ts";
import { accuracy, calculatePrice, defaultBalancer, newBalancer, updateWeightsForAddedLiquidity } from "./balancer.ts";
import { powRatioScaled } from "./big-pow.ts";
import { computeSwap, initialBalancer, limitPriceFromRao, withProtocolLiquidity } from "./swap-checks.ts";
import type { SwapOrder, SwapPool } from "./swap-step.ts";

const pool: SwapPool = { tao: 10n ** 12n, alpha: 10n ** 12n, balancer: defaultBalancer, feeRate: 33 };
const buy: SwapOrder = { side: "buy", amount: 10n ** 9n, limitPrice: limitPriceFromRao(10n ** 15n), dropFees: false };
const run = (changes: Partial<SwapPool>, order: Partial<SwapOrder> = {}, simulate = false) =>
  computeSwap({ ...pool, ...changes }, { ...buy, ...order }, { simulate });

describe("a swap", () => {
  it("refuses in the order of the original", () => {
    const small = { tao: 10n, alpha: 10n };
    expect(run(small)).toEqual({ error: "SwapInputTooLarge" });
    expect(run(small, { amount: 1n })).toEqual({ error: "ReservesTooLow" });
    expect(run({}, { limitPrice: U64F64.one })).toEqual({ error: "PriceLimitExceeded" });
    expect(run({}, { side: "sell", limitPrice: U64F64.one })).toEqual({ error: "PriceLimitExceeded" });
    expect(run({ tao: 10n ** 17n, feeRate: 0 }, { amount: 1n })).toEqual({ error: "ReservesTooLow" });
  });

  it("takes no input and no fee for nothing", () => {
    expect(run({}, { amount: 0n })).toEqual({ deltaIn: 0n, deltaOut: 0n, feePaid: 0n, feeToBlockAuthor: 0n });
  });

  it("stops at the limit price", () => {
    const limitPrice = U64F64.fromLiteral("1.5625");
    const result = run({ feeRate: 0 }, { amount: 10n ** 12n, limitPrice });
    expect(result).toMatchObject({ deltaIn: 250_000_000_000n, feePaid: 0n });
  });
});

describe("weights", () => {
  it("start at a given price", () => {
    const price = U64F64.fromLiteral("2.5");
    const balancer = initialBalancer(10n ** 12n, 10n ** 12n, price);
    expect(balancer).toEqual({ quote: 285_714_285_714_285_714n });
    const found = calculatePrice(balancer ?? defaultBalancer, 10n ** 12n, 10n ** 12n);
    expect(U64F64.absDiff(found, price) < U64F64.one / 10n ** 12n).toBe(true);
    expect(initialBalancer(1n, 1n, undefined)).toEqual(defaultBalancer);
    expect(initialBalancer(0n, 0n, price)).toBeUndefined();
    expect(initialBalancer(1n, 10n ** 12n, price)).toBeUndefined();
  });

  it("stay between 1 and 99 percent", () => {
    expect(newBalancer(accuracy / 100n)).toBeDefined();
    expect(newBalancer(accuracy / 100n - 1n)).toBeUndefined();
    expect(newBalancer((accuracy / 100n) * 99n)).toBeDefined();
    expect(newBalancer((accuracy / 100n) * 99n + 1n)).toBeUndefined();
  });

  it("forbid liquidity that would leave these limits", () => {
    expect(withProtocolLiquidity(pool, 5n, 10n ** 15n)).toEqual({
      balancer: defaultBalancer,
      taoDelta: 0n,
      alphaDelta: 0n,
    });
    const nothing = { taoReserve: 0n, alphaReserve: 0n, taoDelta: 5n, alphaDelta: 5n };
    expect(updateWeightsForAddedLiquidity({ quote: accuracy / 4n }, nothing)).toEqual(defaultBalancer);
  });
});

describe("powers of fractions", () => {
  const power = (p: bigint, q: bigint, base = 2n) =>
    powRatioScaled({
      baseNumerator: base,
      baseDenominator: 3n,
      exponentNumerator: p,
      exponentDenominator: q,
      precision: 0,
      scale: 10n ** 18n,
    });

  it("are exact for small exponents", () => {
    expect(power(1n, 2n)).toBe(816_496_580_927_726_032n);
    expect(power(2_048n, 4_096n)).toBe(power(1n, 2n));
    expect(power(3n, 1n)).toBe(296_296_296_296_296_296n);
  });

  it("are close on both sides of the border of the exact way", () => {
    const exact = power(999n, 1_024n);
    const series = power(999_000n, 1_024_001n);
    expect(exact !== undefined && series !== undefined && exact < series && series - exact < 10n ** 12n).toBe(true);
  });

  it("have no answer for a zero denominator and negative values", () => {
    expect(power(1n, 0n)).toBeUndefined();
    expect(power(1n, 2n, -2n)).toBeUndefined();
    expect(power(1n, 2n, 0n)).toBe(0n);
    expect(power(0n, 2n)).toBe(10n ** 18n);
  });
});
