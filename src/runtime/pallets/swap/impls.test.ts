import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { memoryState } from "../../../storage/state/memory-state.ts";
import { composeRuntime } from "../../frame/compose.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import { execute } from "../../frame/execution.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { fill } from "../../frame/ports.ts";
import type { WriteState } from "../../frame/state.ts";
import { zeroWeight } from "../../frame/weight.ts";
import { production } from "../../rules.ts";
import type { AlphaBalance, TaoBalance } from "../../types/balances.ts";
import { system } from "../system/index.ts";
import {
  adjustProtocolLiquidity,
  approxFeeAmount,
  clearProtocolLiquidity,
  currentAlphaPrice,
  getAlphaAmountForTao,
  getAlphaForTao,
  getTaoForAlpha,
  initSwap,
  type Order,
  simSwap,
  swap as swapNow,
} from "./impls.ts";
import { swap } from "./index.ts";
import { type SubnetPools, subnetPools } from "./ports.ts";
import { storage } from "./storage.ts";

interface Recorded {
  readonly side: string;
  readonly drop_fees: boolean;
  readonly fee_rate: number;
  readonly quote_weight: string;
  readonly alpha_reserve: string;
  readonly tao_reserve: string;
  readonly amount: string;
  readonly limit_price_1e9: string;
  readonly approx_fee: string;
  readonly current_price_bits: string;
  readonly adjust_protocol_liquidity: {
    readonly tao_delta: string;
    readonly alpha_delta: string;
    readonly returned: readonly string[];
    readonly quote_weight_after: string;
  };
  readonly result: Readonly<Record<string, string>>;
}

const file = fileURLToPath(new URL("../../../../test/vectors/math/swap.json.gz", import.meta.url));
const { cases } = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as { cases: readonly Recorded[] };

const netuid = 7;
let reserves: { tao: TaoBalance; alpha: AlphaBalance; mechanism: number };
const pools: SubnetPools = {
  exists: (_, of) => of === netuid,
  mechanism: (_, of) => (of === netuid ? reserves.mechanism : 0),
  taoReserve: () => reserves.tao,
  alphaReserve: () => reserves.alpha,
  decreaseTaoReserve: (_, __, tao) => {
    reserves.tao -= tao;
  },
  decreaseAlphaReserve: (_, __, alpha) => {
    reserves.alpha -= alpha;
  },
};
const runtime = composeRuntime({
  rules: production,
  pallets: [
    [0, system],
    [28, swap],
  ],
  apis: [],
  ports: [fill(subnetPools, pools)],
  guards: { check: () => {}, weight: () => zeroWeight },
  baseFilter: () => true,
});

let state: WriteState;
beforeEach(() => {
  reserves = { tao: 10_000_000_000n, alpha: 40_000_000_000n, mechanism: 1 };
  state = execute(memoryState(new Map()).overlay(), production, runtime);
});

/** What a failed swap says, by the recording's encoding of the error. */
function failureOf(attempt: () => unknown): string | undefined {
  const outcome = okOr(attempt);
  if ("ok" in outcome) return undefined;
  const { reason } = outcome.failure;
  if (typeof reason === "string" || !("index" in reason)) throw outcome.failure;
  return `0x031c${reason.index.toString(16).padStart(2, "0")}000000`;
}

describe("swaps on stored pools", () => {
  it("gives what was recorded, and writes nothing when simulated", () => {
    expect(cases.length).toBeGreaterThan(100);
    for (const each of cases) {
      reserves = { tao: BigInt(each.tao_reserve), alpha: BigInt(each.alpha_reserve), mechanism: 1 };
      storage.PalSwapInitialized.at(netuid).set(state, true);
      storage.SwapBalancer.at(netuid).set(state, { quote: BigInt(each.quote_weight) });
      storage.FeeRate.at(netuid).set(state, each.fee_rate);
      const amount = BigInt(each.amount);
      const order: Order<bigint, bigint> = each.side.startsWith("buy")
        ? getAlphaForTao(amount)
        : getTaoForAlpha(amount);
      const limit = BigInt(each.limit_price_1e9);
      const attempt = () => swapNow(state, netuid, order, limit, each.drop_fees, true);
      if (each.result.scale !== undefined) expect(failureOf(attempt)).toBe(each.result.scale);
      else {
        expect(attempt()).toEqual({
          amountPaidIn: BigInt(each.result.paid_in as string),
          amountPaidOut: BigInt(each.result.paid_out as string),
          feePaid: BigInt(each.result.fee_paid as string),
          feeToBlockAuthor: BigInt(each.result.fee_to_block_author as string),
        });
      }
      expect(currentAlphaPrice(state, netuid)).toBe(BigInt(each.current_price_bits));
      expect(approxFeeAmount(state, netuid, amount)).toBe(BigInt(each.approx_fee));
      expect(storage.SwapBalancer.at(netuid).get(state).quote).toBe(BigInt(each.quote_weight));
      const { tao_delta, alpha_delta, returned, quote_weight_after } = each.adjust_protocol_liquidity;
      expect(adjustProtocolLiquidity(state, netuid, BigInt(tao_delta), BigInt(alpha_delta))).toEqual(
        returned.map(BigInt),
      );
      expect(storage.SwapBalancer.at(netuid).get(state).quote).toBe(BigInt(quote_weight_after));
    }
  });

  it("sets a pool up at its first swap, but not when simulated or failed", () => {
    const initialized = () => storage.PalSwapInitialized.at(netuid).exists(state);
    simSwap(state, netuid, getAlphaForTao(1_000_000n));
    expect(initialized()).toBe(false);
    expect(failureOf(() => swapNow(state, netuid, getAlphaForTao(1_000_000n), 1_000n, false, false))).toBe(
      "0x031c03000000",
    );
    expect(initialized()).toBe(false);
    swapNow(state, netuid, getAlphaForTao(1_000_000n), 1_000_000_000n, false, false);
    expect(initialized()).toBe(true);
    expect(storage.SwapBalancer.at(netuid).get(state)).toEqual({ quote: 500_000_000_000_000_000n });
  });

  it("forgets weights that were set before the first swap", () => {
    adjustProtocolLiquidity(state, netuid, 5_000_000_000n, 1_000_000_000n);
    expect(storage.SwapBalancer.at(netuid).get(state).quote).not.toBe(500_000_000_000_000_000n);
    swapNow(state, netuid, getTaoForAlpha(1_000_000n), 1_000n, false, false);
    expect(storage.SwapBalancer.at(netuid).get(state).quote).toBe(500_000_000_000_000_000n);
  });

  it("starts a pool with the weights of a given price, unless one would be below a percent", () => {
    initSwap(state, netuid, 1n << 64n); // one TAO per alpha on 10 TAO and 40 alpha: 10 / (40 + 10)
    expect(storage.SwapBalancer.at(netuid).get(state).quote).toBe(200_000_000_000_000_000n);
    storage.PalSwapInitialized.at(netuid).remove(state);
    initSwap(state, netuid, 1000n << 64n);
    expect(storage.PalSwapInitialized.at(netuid).get(state)).toBe(false);
  });

  it("exchanges one to one without a pool, and nothing where no subnet is", () => {
    reserves.mechanism = 0;
    const result = { amountPaidIn: 5n, amountPaidOut: 5n, feePaid: 0n, feeToBlockAuthor: 0n };
    expect(simSwap(state, netuid, getAlphaForTao(5n))).toEqual(result);
    expect(simSwap(state, 9, getAlphaForTao(5n))).toEqual({ ...result, amountPaidIn: 0n, amountPaidOut: 0n });
    expect(currentAlphaPrice(state, netuid)).toBe(1n << 64n);
    expect(approxFeeAmount(state, netuid, 1_000_000n)).toBe(0n);
    expect(getAlphaAmountForTao(state, netuid, 12n)).toBe(12n);
  });

  it("counts alpha for TAO at the current price", () => {
    expect(getAlphaAmountForTao(state, netuid, 1_000n)).toBe(4_000n);
    reserves.alpha = 0n;
    expect(getAlphaAmountForTao(state, netuid, 1_000n)).toBe(0n);
  });

  it("forgets a pool with its liquidity", () => {
    swapNow(state, netuid, getAlphaForTao(1_000_000n), 1_000_000_000n, false, false);
    clearProtocolLiquidity(state, netuid);
    expect(reserves).toEqual({ tao: 0n, alpha: 0n, mechanism: 1 });
    expect([...storage.PalSwapInitialized.keys(state)]).toEqual([]);
    expect([...storage.SwapBalancer.keys(state)]).toEqual([]);
  });
});

describe("set_fee_rate", () => {
  const call = (of: number, rate: number) => ({ pallet: "Swap", name: "set_fee_rate", args: { netuid: of, rate } });

  it("is for root, on subnets that exist, up to the highest rate", () => {
    expect(failureOf(() => runtime.dispatch(state, call(9, 5), rootOrigin))).toBe("0x031c08000000");
    expect(failureOf(() => runtime.dispatch(state, call(netuid, 10_001), rootOrigin))).toBe("0x031c00000000");
    runtime.dispatch(state, call(netuid, 10_000), rootOrigin);
    expect(storage.FeeRate.at(netuid).get(state)).toBe(10_000);
    const signed = runtime.signed(`0x${"11".repeat(32)}`);
    expect(() => runtime.dispatch(state, call(netuid, 1), signed)).toThrow("BadOrigin");
  });
});
