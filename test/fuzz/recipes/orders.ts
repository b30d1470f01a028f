import { encode } from "../../../src/codec/codec.ts";
import type { Hex } from "../../../src/lib/bytes.ts";
import type { OrderValue } from "../../../src/runtime/pallets/limit-orders/orders.ts";
import { VersionedOrder } from "../../../src/runtime/pallets/limit-orders/types.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../../../src/runtime/pallets/subtensor/staking/alpha-shares.ts";
import { storage as timestamp } from "../../../src/runtime/pallets/timestamp/storage.ts";
import type { NetUid } from "../../../src/runtime/types/balances.ts";
import type { Recipe, Recipes } from "../attempt.ts";
import { standInSignature } from "../chain.ts";
import type { Random } from "../random.ts";
import type { World } from "../world.ts";
import { anyRich, byRoot, minerOf, partOf, signed, smallTao } from "./common.ts";

type Signed = {
  readonly order: { type: "V1"; value: OrderValue };
  signature: unknown;
  partial_fill: bigint | undefined;
};

const maxU64 = (1n << 64n) - 1n;

/** An order on a subnet that can mostly be executed at once. */
function anyOrder(w: World, r: Random, netuid: NetUid, relayer: Hex): OrderValue | undefined {
  const stake = r.some(w.stakes().filter((one) => one.netuid === netuid));
  const miner = minerOf(w, r, (one) => one.netuid === netuid);
  const sells = r.chance(45) && stake !== undefined;
  if (miner === undefined) return undefined;
  const held = stake && getStakeForHotkeyAndColdkeyOnSubnet(w.state, stake.hotkey, stake.coldkey, netuid);
  const order_type = sells ? r.pick(["TakeProfit", "StopLoss"] as const) : "LimitBuy";
  const easy = order_type === "TakeProfit" ? 0n : maxU64;
  const partial = r.chance(25);
  return {
    signer: sells ? (stake?.coldkey as Hex) : anyRich(r),
    hotkey: sells ? (stake?.hotkey as Hex) : miner.hotkey,
    netuid: r.chance(97) ? netuid : r.chance(50) ? 0 : netuid + 1,
    order_type,
    amount: r.chance(4) ? BigInt(r.below(3)) : sells ? partOf(r, held ?? 0n) : smallTao(r),
    limit_price: r.chance(92) ? easy : r.big(10n ** 10n),
    expiry: r.chance(96) ? timestamp.Now.get(w.state) + 1_000_000n : 1n,
    fee_rate: r.chance(80) ? r.below(50_000_000) : r.pick([0, 1_000_000_000]),
    fee_recipient: anyRich(r),
    relayer: partial || r.chance(20) ? [r.chance(92) ? relayer : anyRich(r)] : undefined,
    max_slippage: r.chance(70) ? undefined : r.below(1_000_000_001),
    chain_id: r.chance(97) ? 42n : 1n,
    partial_fills_enabled: partial ? r.chance(90) : r.chance(20),
  };
}

/** Signs it in name. */
function sign(r: Random, value: OrderValue): Signed {
  const order = { type: "V1", value } as const;
  const good = { type: "Sr25519", value: standInSignature(encode(VersionedOrder, order), value.signer) };
  const partial_fill = value.partial_fills_enabled && r.chance(70) ? value.amount / 2n : r.chance(4) ? 1n : undefined;
  return { order, signature: r.chance(97) ? good : { type: "Ed25519", value: `0x${"00".repeat(64)}` }, partial_fill };
}

function someOrders(w: World, r: Random, netuid: NetUid, relayer: Hex): Signed[] {
  const known = w.memory.orders as OrderValue[];
  const made: Signed[] = [];
  for (let left = r.between(1, r.chance(5) ? 20 : 4); left > 0; left--) {
    const old = r.chance(12) ? r.some(known.filter((one) => one.netuid === netuid)) : undefined;
    const value = old ?? anyOrder(w, r, netuid, relayer);
    if (value === undefined) continue;
    known.push(value);
    made.push(sign(r, value));
  }
  if (known.length > 60) w.memory.orders = known.slice(30);
  return made;
}

const executing =
  (name: string): Recipe =>
  (w, r) => {
    const netuid = r.pick(w.netuids());
    const relayer = anyRich(r);
    const orders = someOrders(w, r, netuid, relayer);
    if (r.chance(2) && orders[0] !== undefined) orders.push(orders[0]);
    return signed(w, r, `LimitOrders.${name}`, relayer, { netuid, orders });
  };

const cancelling: Recipe = (w, r) => {
  const value =
    (r.chance(50) ? r.some(w.memory.orders as OrderValue[]) : undefined) ??
    anyOrder(w, r, r.pick(w.netuids()), anyRich(r));
  return value && signed(w, r, "LimitOrders.cancel_order", value.signer, { order: { type: "V1", value } });
};

/** Signed orders of others. */
export const orderRecipes: Recipes = {
  "LimitOrders.execute_orders": executing("execute_orders"),
  "LimitOrders.execute_batched_orders": executing("execute_batched_orders"),
  "LimitOrders.cancel_order": cancelling,
  "LimitOrders.set_pallet_status": byRoot("LimitOrders.set_pallet_status", (_w, r) => ({ enabled: r.chance(92) })),
};
