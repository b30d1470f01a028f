import { vec } from "../../codec/containers.ts";
import { u64 } from "../../codec/primitives.ts";
import { subU64 } from "../../lib/integers.ts";
import { U64F64 } from "../fixed/formats.ts";
import { okOr } from "../frame/dispatch-error.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import type { ReadState } from "../frame/state.ts";
import { getAllSubnetNetuids } from "../pallets/subtensor/subnets/subnet.ts";
import { currentAlphaPrice, getAlphaForTao, getTaoForAlpha, simSwap } from "../pallets/swap/impls.ts";
import { SimSwapResult, SubnetPrice } from "../pallets/swap/types.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../types/balances.ts";

/** Rao per alpha times 10^9. */
function priceOf(state: ReadState, netuid: NetUid): bigint {
  const scale = U64F64.fromNum(1_000_000_000);
  return U64F64.saturatingToU64(U64F64.saturatingMul(currentAlphaPrice(state, netuid), scale));
}

const nothing = {
  tao_amount: 0n,
  alpha_amount: 0n,
  tao_fee: 0n,
  alpha_fee: 0n,
  tao_slippage: 0n,
  alpha_slippage: 0n,
};

/** Rust: pallets/swap/runtime-api SwapRuntimeApi, runtime/src/lib.rs. */
export const swapRuntimeApi = runtimeApi("SwapRuntimeApi", 1, "Prices of alpha, and what swaps would give.", {
  current_alpha_price: query(
    "The price of a subnet's alpha, rao times 10^9.",
    { netuid: NetUid },
    u64,
    (state, { netuid }) => priceOf(state, netuid),
  ),
  current_alpha_price_all: query("The prices of all subnets.", {}, vec(SubnetPrice), (state) =>
    getAllSubnetNetuids(state).map((netuid) => ({ netuid, price: priceOf(state, netuid) })),
  ),
  sim_swap_tao_for_alpha: query(
    "What TAO would buy, with fee and slippage; all zero when the swap would fail.",
    { netuid: NetUid, tao: TaoBalance },
    SimSwapResult,
    (state, { netuid, tao }) => {
      const atPrice = U64F64.safeDiv(U64F64.fromNum(tao), currentAlphaPrice(state, netuid));
      const swap = okOr(() => simSwap(state, netuid, getAlphaForTao(tao)));
      if ("failure" in swap) return nothing;
      return {
        ...nothing,
        tao_amount: swap.ok.amountPaidIn,
        alpha_amount: swap.ok.amountPaidOut,
        tao_fee: swap.ok.feePaid,
        alpha_slippage: subU64(U64F64.saturatingToU64(atPrice), swap.ok.amountPaidOut),
      };
    },
  ),
  sim_swap_alpha_for_tao: query(
    "What alpha would sell for, with fee and slippage; all zero when the swap would fail.",
    { netuid: NetUid, alpha: AlphaBalance },
    SimSwapResult,
    (state, { netuid, alpha }) => {
      const atPrice = U64F64.saturatingMul(U64F64.fromNum(alpha), currentAlphaPrice(state, netuid));
      const swap = okOr(() => simSwap(state, netuid, getTaoForAlpha(alpha)));
      if ("failure" in swap) return nothing;
      return {
        ...nothing,
        tao_amount: swap.ok.amountPaidOut,
        alpha_amount: swap.ok.amountPaidIn,
        alpha_fee: swap.ok.feePaid,
        tao_slippage: subU64(U64F64.saturatingToU64(atPrice), swap.ok.amountPaidOut),
      };
    },
  ),
});
