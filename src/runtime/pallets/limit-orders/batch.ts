import { greatest, least, maxU64, subU64 } from "../../../lib/integers.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { type NetUid, rootNetuid, type TaoBalance } from "../../types/balances.ts";
import { collectFees, distributeAlpha, distributeTao, settlement } from "./distribution.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { type Netted, netOrders, taoToAlpha } from "./netting.ts";
import { effectiveSwapLimit, type SignedOrderValue } from "./orders.ts";
import { orderSwap } from "./ports.ts";

const lowU64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Takes TAO of the buyers and staked alpha of the sellers. Rust: `collect_assets`. */
function collectAssets(state: WriteState, { netuid, buys, sells }: Netted): void {
  const pools = orderSwap.of(state);
  for (const { order, gross } of buys) pools.transferTao(state, order.signer, settlement.coldkey, gross);
  for (const { order, gross } of sells) {
    const from = { coldkey: order.signer, hotkey: order.hotkey };
    pools.transferStakedAlpha(state, from, settlement, netuid, gross, { sender: true, receiver: false });
  }
}

/** The narrowest limit of the side that goes to the pool. */
function priceLimit({ buying, buys, sells }: Netted): TaoBalance {
  return buying
    ? buys.map(({ order }) => effectiveSwapLimit(order)).reduce(least, maxU64)
    : sells.map(({ order }) => effectiveSwapLimit(order)).reduce(greatest, 0n);
}

/** Trades what is left over at the pool; what it gives. Rust: `net_pool_swap`. @throws SwapReturnedZero, ArithmeticOverflow */
function netPoolSwap(state: WriteState, netted: Netted): bigint {
  const { buying, totalBuy, totalSell, totalSellTao, price, netuid } = netted;
  const pools = orderSwap.of(state);
  const offset = buying ? totalSellTao : taoToAlpha(totalBuy, price);
  const all = buying ? totalBuy : totalSell;
  const rest = lowU64(all > offset ? all - offset : 0n);
  if (rest === 0n) return 0n;
  const trade = buying ? pools.buyAlpha : pools.sellAlpha;
  const out = trade(state, settlement, netuid, rest, priceLimit(netted), false);
  ensure(out > 0n, errors.SwapReturnedZero);
  return out;
}

/** What went to the pool, as the event tells it. Rust: `net_amount_for_event`. */
function netAmount({ buying, totalBuy, totalSell, totalSellTao, price }: Netted): bigint {
  return buying ? lowU64(totalBuy - totalSellTao) : subU64(lowU64(totalSell), lowU64(taoToAlpha(totalBuy, price)));
}

/**
 * Executes orders of one subnet against each other, and only the rest at the pool; all of them or none.
 * Rust: `pallets/limit-orders/src/lib.rs do_execute_batched_orders`.
 * @throws RootNetUidNotAllowed, the errors of `netOrders`, SwapReturnedZero, ArithmeticOverflow, ZeroShareInBatch
 */
export function executeBatchedOrders(
  state: WriteState,
  relayer: AccountId,
  netuid: NetUid,
  orders: readonly SignedOrderValue[],
): void {
  ensure(netuid !== rootNetuid, errors.RootNetUidNotAllowed);
  const netted = netOrders(state, netuid, orders, relayer);
  const count = netted.buys.length + netted.sells.length;
  if (count === 0) return;
  collectAssets(state, netted);
  const out = netPoolSwap(state, netted);
  distributeAlpha(state, netted, out);
  collectFees(state, netted, distributeTao(state, netted, out));
  state.emit(
    events.GroupExecutionSummary({
      netuid,
      net_side: netted.buying ? "Buy" : "Sell",
      net_amount: netAmount(netted),
      actual_out: out,
      executed_count: count,
    }),
  );
}
