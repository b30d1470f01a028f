import { addU64, saturateU128, subU64 } from "../../../lib/integers.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { forwardFee } from "./execute.ts";
import { limitOrdersAccount, limitOrdersHotkey } from "./genesis.ts";
import { alphaToTao, type Entry, type Netted, taoToAlpha } from "./netting.ts";
import { fraction, noteFill } from "./orders.ts";
import { orderSwap, type StakePlace } from "./ports.ts";

/** The pallet's own stake, through which a batch is settled. */
export const settlement: StakePlace = { coldkey: limitOrdersAccount, hotkey: limitOrdersHotkey };

/** What each account is owed in fees, rao, in the order they came up. */
export type Fees = Map<AccountId, TaoBalance>;

function owe(fees: Fees, to: AccountId, fee: TaoBalance): void {
  if (fee > 0n) fees.set(to, addU64(fees.get(to) ?? 0n, fee));
}

/** A part of a total in proportion to `own` of `all`, rounded down and cut to 64 bits. */
function share(total: bigint, own: bigint, all: bigint): bigint {
  return all > 0n ? BigInt.asUintN(64, saturateU128(total * own) / all) : 0n;
}

function noteExecuted(state: WriteState, { orderId, order, gross, fill }: Entry, amountOut: bigint): void {
  noteFill(state, orderId, fill, order.amount);
  const { signer, netuid, order_type } = order;
  state.emit(
    events.OrderExecuted({ order_id: orderId, signer, netuid, order_type, amount_in: gross, amount_out: amountOut }),
  );
}

/**
 * Gives each buyer its share of the alpha: what the pool gave (`out`) and the sellers', or what the TAO is worth.
 * Rust: `pallets/limit-orders/src/lib.rs distribute_alpha_pro_rata`. @throws ZeroShareInBatch, ArithmeticOverflow
 */
export function distributeAlpha(state: WriteState, netted: Netted, out: bigint): void {
  const { buying, totalBuy, totalSell, price, netuid } = netted;
  const total = buying ? out + totalSell : taoToAlpha(totalBuy, price);
  for (const entry of netted.buys) {
    const { signer: coldkey, hotkey } = entry.order;
    const alpha = share(total, entry.net, totalBuy);
    // Whoever would get nothing for its TAO ends the batch.
    ensure(alpha > 0n, errors.ZeroShareInBatch);
    const validate = { sender: false, receiver: true };
    orderSwap.of(state).transferStakedAlpha(state, settlement, { coldkey, hotkey }, netuid, alpha, validate);
    noteExecuted(state, entry, alpha);
  }
}

/**
 * Gives each seller its share of the TAO without its fee: what the pool gave (`out`) and the buyers', or what the alpha is
 * worth. Rust: distribute_tao_pro_rata. @throws ZeroShareInBatch
 */
export function distributeTao(state: WriteState, netted: Netted, out: bigint): Fees {
  const { buying, totalBuy, totalSellTao, price } = netted;
  const total = buying ? totalSellTao : out + totalBuy;
  const fees: Fees = new Map();
  for (const entry of netted.sells) {
    const { fee_rate, fee_recipient, signer } = entry.order;
    const gross = share(total, alphaToTao(entry.net, price), totalSellTao);
    const fee = fraction(fee_rate, gross);
    const tao = subU64(gross, fee);
    ensure(tao > 0n, errors.ZeroShareInBatch);
    owe(fees, fee_recipient, fee);
    orderSwap.of(state).transferTao(state, settlement.coldkey, signer, tao);
    noteExecuted(state, entry, tao);
  }
  return fees;
}

/** Sends all fees, once to each account: those of sells first, then of buys. Rust: collect_fees. */
export function collectFees(state: WriteState, { buys }: Netted, sellFees: Fees): void {
  const fees = new Map(sellFees);
  for (const { order, gross, net } of buys) owe(fees, order.fee_recipient, subU64(gross, net));
  for (const [to, fee] of fees) forwardFee(state, settlement.coldkey, to, fee);
}
