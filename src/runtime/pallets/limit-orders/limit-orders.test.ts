import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { encode } from "../../../codec/codec.ts";
import { sr25519FromSeed, sr25519Sign } from "../../../crypto/sr25519.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { maxU64 } from "../../../lib/integers.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { EventValue } from "../../frame/events.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { fill } from "../../frame/ports.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { storage as evmChainId } from "../evm-chain-id/storage.ts";
import { system } from "../system/index.ts";
import { timestamp } from "../timestamp/index.ts";
import { storage as timestampStorage } from "../timestamp/storage.ts";
import { executeBatchedOrders } from "./batch.ts";
import { errors } from "./errors.ts";
import { executeOrders } from "./execute.ts";
import { limitOrdersAccount } from "./genesis.ts";
import { limitOrders } from "./index.ts";
import { taoToAlpha } from "./netting.ts";
import { deriveOrderId, effectiveSwapLimit, ensureOrderValid, marketOf, type OrderValue } from "./orders.ts";
import { type OrderSwap, orderSwap } from "./ports.ts";
import { storage } from "./storage.ts";
import { VersionedOrder } from "./types.ts";

const one = 1_000_000_000n;
const pairs = [1, 2, 3].map((n) => sr25519FromSeed(new Uint8Array(32).fill(n)));
const [alice, bob, carol] = pairs.map(({ publicKey }) => publicKey) as [Hex, Hex, Hex];
const relayer = account("ee");
const collector = account("fe");
const plain: OrderValue = {
  signer: alice,
  hotkey: account("aa"),
  netuid: 2,
  order_type: "LimitBuy",
  amount: 100n,
  limit_price: 2n * one,
  expiry: 1000n,
  fee_rate: 0,
  fee_recipient: collector,
  relayer: undefined,
  max_slippage: undefined,
  chain_id: 0n,
  partial_fills_enabled: false,
};

function signed(change: Partial<OrderValue> = {}, partial_fill?: bigint) {
  const value = { ...plain, ...change };
  const order = { type: "V1", value } as const;
  const pair = pairs.find(({ publicKey }) => publicKey === value.signer) ?? fail("Other");
  const signature = { type: "Sr25519", value: sr25519Sign(pair, encode(VersionedOrder, order)) } as const;
  return { order, signature, partial_fill };
}

let bare: BareState;
let [tao, alpha]: [Map<AccountId, bigint>, Map<AccountId, bigint>] = [new Map(), new Map()];
let price = 1n << 64n;
/** What the pool was asked for: with which limit, and whether it was to check. */
let trades: unknown[] = [];
let events: EventValue[] = [];
let poolGives: bigint | undefined;

const move = (of: Map<AccountId, bigint>, from: AccountId, to: AccountId, amount: bigint): void => {
  ensure((of.get(from) ?? 0n) >= amount, { type: "Token", value: "FundsUnavailable" });
  of.set(from, (of.get(from) ?? 0n) - amount);
  of.set(to, (of.get(to) ?? 0n) + amount);
};

/** A pool without slippage or fees; a coldkey's alpha is one sum, whatever the hotkey. */
const pool: OrderSwap = {
  currentAlphaPrice: () => price,
  buyAlpha(_state, { coldkey }, _netuid, amount, limit, validate) {
    trades.push(["buy", amount, limit, validate]);
    move(tao, coldkey, account("00"), amount);
    const bought = poolGives ?? taoToAlpha(amount, price);
    alpha.set(coldkey, (alpha.get(coldkey) ?? 0n) + bought);
    return bought;
  },
  sellAlpha(_state, { coldkey }, _netuid, amount, limit, validate) {
    trades.push(["sell", amount, limit, validate]);
    move(alpha, coldkey, account("00"), amount);
    const paid = poolGives ?? (amount * price) >> 64n;
    tao.set(coldkey, (tao.get(coldkey) ?? 0n) + paid);
    return paid;
  },
  transferTao: (_state, from, to, rao) => move(tao, from, to, rao),
  transferStakedAlpha: (_state, from, to, _netuid, amount) => move(alpha, from.coldkey, to.coldkey, amount),
  registerPalletHotkey: () => {},
  palletHotkeyRegistered: () => false,
};

beforeEach(() => {
  bare = bareState(
    [
      [0, system],
      [2, timestamp],
      [32, limitOrders],
    ],
    { ports: [fill(orderSwap, pool)] },
  );
  [tao, alpha] = [new Map(), new Map()];
  for (const who of [alice, bob, carol]) {
    tao.set(who, 1000n);
    alpha.set(who, 1000n);
  }
  [price, trades, events, poolGives] = [1n << 64n, [], [], undefined];
  const emit = bare.state.emit.bind(bare.state);
  bare.state.emit = (event) => {
    events.push(event);
    emit(event);
  };
});

const state = (): WriteState => bare.state;
const statusOf = (order: ReturnType<typeof signed>) => storage.Orders.at(deriveOrderId(order.order)).get(state());
const executed = () =>
  events.flatMap(({ declaration: { eventName }, fields }) => {
    const { amount_in, amount_out } = fields as Record<string, unknown>;
    return eventName === "OrderExecuted" ? [[amount_in, amount_out]] : [];
  });
const summary = () => events.find(({ declaration }) => declaration.eventName === "GroupExecutionSummary")?.fields;
const skipped = () =>
  events.flatMap(({ declaration, fields }) =>
    declaration.eventName === "OrderSkipped" ? [(fields as { reason: unknown }).reason] : [],
  );

describe("whether an order is valid", () => {
  const reason = (order: ReturnType<typeof signed>, by = relayer) =>
    bare.reasonOf(() => ensureOrderValid(state(), order, deriveOrderId(order.order), marketOf(state(), 2), by));

  it("is told in the original's order", () => {
    const bad = { ...signed(), signature: { type: "Sr25519", value: `0x${"11".repeat(64)}` } as const };
    expect(reason(signed({ netuid: 0, chain_id: 7n }))).toBe(errors.RootNetUidNotAllowed);
    evmChainId.ChainId.set(state(), 42n);
    expect(reason(bad)).toBe(errors.ChainIdMismatch);
    evmChainId.ChainId.set(state(), 0n);
    expect(reason(bad)).toBe(errors.InvalidSignature);
    expect(reason({ ...signed(), signature: { type: "Ed25519", value: signed().signature.value } as never })).toBe(
      errors.InvalidSignature,
    );
    timestampStorage.Now.set(state(), 1001n);
    const late = signed();
    storage.Orders.at(deriveOrderId(late.order)).set(state(), { type: "Fulfilled" });
    expect(reason(late)).toBe(errors.OrderAlreadyProcessed);
    storage.Orders.at(deriveOrderId(late.order)).set(state(), { type: "Cancelled" });
    expect(reason(late)).toBe(errors.OrderCancelled);
    storage.Orders.clear(state());
    expect(reason(signed({ limit_price: 0n }))).toBe(errors.OrderExpired);
    timestampStorage.Now.set(state(), 1000n);
    expect(reason(signed({ limit_price: 0n, relayer: [alice] }))).toBe(errors.PriceConditionNotMet);
    expect(reason(signed({ relayer: [alice] }, 1n))).toBe(errors.RelayerMissMatch);
    expect(reason(signed({}, 1n))).toBe(errors.RelayerRequiredForPartialFill);
    expect(reason(signed({ relayer: [relayer] }, 1n))).toBe(errors.PartialFillsNotEnabled);
    for (const part of [0n, 101n])
      expect(reason(signed({ relayer: [relayer], partial_fills_enabled: true }, part))).toBe(
        errors.IncorrectPartialFillAmount,
      );
    expect(reason(signed({ relayer: [relayer], partial_fills_enabled: true }, 100n))).toBeUndefined();
  });

  it("depends on the price by its kind; the price itself is enough", () => {
    const right = (order_type: OrderValue["order_type"], limit_price: bigint) =>
      reason(signed({ order_type, limit_price })) === undefined;
    price = (1n << 64n) / 2n;
    const half = one / 2n;
    expect([half - 1n, half, half + 1n].map((limit) => right("LimitBuy", limit))).toEqual([false, true, true]);
    expect([half - 1n, half, half + 1n].map((limit) => right("StopLoss", limit))).toEqual([false, true, true]);
    expect([half - 1n, half, half + 1n].map((limit) => right("TakeProfit", limit))).toEqual([true, true, false]);
  });

  it("widens its price by its slippage, within 64 bits", () => {
    const limit = (change: Partial<OrderValue>) => effectiveSwapLimit({ ...plain, ...change });
    expect(limit({})).toBe(maxU64);
    expect(limit({ order_type: "StopLoss" })).toBe(0n);
    expect(limit({ limit_price: 999n, max_slippage: 10_000_000 })).toBe(1008n);
    expect(limit({ limit_price: 999n, max_slippage: 10_000_000, order_type: "TakeProfit" })).toBe(990n);
    expect(limit({ limit_price: maxU64, max_slippage: 1_000_000_000 })).toBe(maxU64);
  });
});

describe("execute_orders", () => {
  it("takes the fee of what goes in for a buy, and of what comes out for a sale", () => {
    const tenth = 100_000_000;
    const orders = [signed({ fee_rate: tenth }), signed({ fee_rate: tenth, order_type: "StopLoss", signer: bob })];
    executeOrders(state(), relayer, orders, true);
    expect(executed()).toEqual([
      [90n, 90n],
      [100n, 90n],
    ]);
    expect([tao.get(collector), tao.get(alice), alpha.get(alice), tao.get(bob), alpha.get(bob)]).toEqual([
      20n,
      900n,
      1090n,
      1090n,
      900n,
    ]);
    expect(trades).toEqual([
      ["buy", 90n, maxU64, true],
      ["sell", 100n, 0n, true],
    ]);
  });

  it("passes over what fails, or ends with it", () => {
    const orders = [signed({ amount: 5000n }), signed({ netuid: 0 }), signed({ signer: carol })];
    executeOrders(state(), relayer, orders, false);
    expect(skipped()).toMatchObject([{ type: "Token", value: "FundsUnavailable" }, { type: "Module" }]);
    expect(orders.map((order) => statusOf(order)?.type)).toEqual([undefined, undefined, "Fulfilled"]);
    expect(bare.reasonOf(() => executeOrders(state(), relayer, [signed({ netuid: 0 })], true))).toBe(
      errors.RootNetUidNotAllowed,
    );
  });

  it("fills in parts up to the whole", () => {
    const by = { relayer: [relayer], partial_fills_enabled: true };
    executeOrders(state(), relayer, [signed(by, 30n)], true);
    expect(statusOf(signed(by))).toEqual({ type: "PartiallyFilled", value: 30n });
    const reason = (part?: bigint) => bare.reasonOf(() => executeOrders(state(), relayer, [signed(by, part)], true));
    expect([reason(undefined), reason(71n)]).toEqual([
      errors.IncorrectPartialFillAmount,
      errors.IncorrectPartialFillAmount,
    ]);
    expect(reason(70n)).toBeUndefined();
    expect(statusOf(signed(by))).toEqual({ type: "Fulfilled" });
  });
});

describe("execute_batched_orders", () => {
  const batch = (...orders: ReturnType<typeof signed>[]) => executeBatchedOrders(state(), relayer, 2, orders);
  const reason = (...orders: ReturnType<typeof signed>[]) => bare.reasonOf(() => batch(...orders));
  const sell = (change: Partial<OrderValue>) => signed({ order_type: "StopLoss", ...change });

  it("buys only the rest, with the narrowest limit, and gives each its share", () => {
    price = (1n << 64n) / 2n;
    batch(
      signed({ amount: 200n, max_slippage: 500_000_000, limit_price: one }),
      signed({ signer: bob, amount: 100n, max_slippage: 0, limit_price: one, fee_rate: 200_000_000 }),
      sell({ signer: carol, amount: 60n, fee_rate: 100_000_000 }),
    );
    // 200 and 80 of TAO against 60 of alpha, worth 30; 250 buy 500 of alpha.
    expect(trades).toEqual([["buy", 250n, one, false]]);
    expect(executed()).toEqual([
      [200n, 400n],
      [100n, 160n],
      [60n, 27n],
    ]);
    expect(summary()).toEqual({ netuid: 2, net_side: "Buy", net_amount: 250n, actual_out: 500n, executed_count: 3 });
    expect([tao.get(collector), tao.get(limitOrdersAccount), alpha.get(limitOrdersAccount)]).toEqual([23n, 0n, 0n]);
  });

  it("sells only the rest, with the narrowest limit", () => {
    price = 2n << 64n;
    batch(
      sell({ amount: 100n, limit_price: 3n * one, max_slippage: 500_000_000 }),
      sell({ signer: bob, amount: 50n, limit_price: 4n * one, max_slippage: 250_000_000 }),
      signed({ signer: carol, amount: 100n }),
    );
    // 150 of alpha against 100 of TAO, worth 50 of alpha.
    expect(trades).toEqual([["sell", 100n, 3n * one, false]]);
    expect(executed()).toEqual([
      [100n, 50n],
      [100n, 200n],
      [50n, 100n],
    ]);
    expect(summary()).toEqual({ netuid: 2, net_side: "Sell", net_amount: 100n, actual_out: 200n, executed_count: 3 });
  });

  it("leaves the pool alone when both sides are even", () => {
    batch(signed({}), sell({ signer: bob }));
    expect([trades, summary()]).toMatchObject([[], { net_side: "Buy", net_amount: 0n, actual_out: 0n }]);
  });

  it("does nothing without orders, and refuses root", () => {
    batch();
    expect(events).toEqual([]);
    expect(bare.reasonOf(() => executeBatchedOrders(state(), relayer, 0, []))).toBe(errors.RootNetUidNotAllowed);
  });

  it("ends with an order that is there twice, for another subnet, or not valid", () => {
    expect(reason(signed(), signed())).toBe(errors.DuplicateOrderInBatch);
    expect(reason(signed({ netuid: 3, chain_id: 5n }))).toBe(errors.OrderNetUidMismatch);
    expect(reason(signed({ chain_id: 5n }))).toBe(errors.ChainIdMismatch);
  });

  it("ends when somebody would get nothing", () => {
    poolGives = 0n;
    expect(reason(signed())).toBe(errors.SwapReturnedZero);
    expect(reason(sell({}))).toBe(errors.SwapReturnedZero);
    poolGives = 1n;
    expect(reason(signed({ amount: 99n }), signed({ signer: bob, amount: 1n }))).toBe(errors.ZeroShareInBatch);
    expect(reason(sell({ fee_rate: 1_000_000_000 }))).toBe(errors.ZeroShareInBatch);
  });

  it("ends when TAO is too much for the price", () => {
    price = 1n;
    expect(bare.reasonOf(() => void taoToAlpha(1n, price))).toBe(errors.ArithmeticOverflow);
    expect(taoToAlpha(1n, 0n)).toBe(0n);
  });
});

describe("the other calls", () => {
  const call = (name: string, args: Record<string, unknown>) => ({ pallet: "LimitOrders", name, args });
  const dispatch = (name: string, args: Record<string, unknown>, who?: AccountId) =>
    bare.reasonOf(() => {
      const { runtime } = bare.state;
      runtime.dispatch(bare.state, call(name, args), who === undefined ? rootOrigin : runtime.signed(who));
    });

  it("cancel an order, by its signer and once", () => {
    const { order } = signed();
    expect(dispatch("cancel_order", { order }, bob)).toBe(errors.Unauthorized);
    expect(dispatch("cancel_order", { order }, alice)).toBeUndefined();
    expect(dispatch("cancel_order", { order }, alice)).toBe(errors.OrderAlreadyProcessed);
    expect(statusOf(signed())).toEqual({ type: "Cancelled" });
  });

  it("forbid execution, and allow it when the pallet's hotkey has its owner", () => {
    expect(dispatch("set_pallet_status", { enabled: false }, alice)).toBe("BadOrigin");
    expect(dispatch("set_pallet_status", { enabled: true })).toBe(errors.PalletHotkeyNotRegistered);
    expect(dispatch("set_pallet_status", { enabled: false })).toBeUndefined();
    expect(dispatch("execute_orders", { orders: [], should_fail: false }, alice)).toBe(errors.LimitOrdersDisabled);
    expect(dispatch("execute_batched_orders", { netuid: 0, orders: [] }, alice)).toBe(errors.LimitOrdersDisabled);
  });
});
