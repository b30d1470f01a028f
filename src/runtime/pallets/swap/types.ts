import { as } from "../../../codec/codec.ts";
import { struct, wrapper } from "../../../codec/composites.ts";
import { i32, u64, u128 } from "../../../codec/primitives.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../../types/balances.ts";
import { Perquintill } from "../../types/per-things.ts";

export const TickIndex = wrapper("pallet_subtensor_swap::pallet::TickIndex", i32);

export const PositionId = wrapper("pallet_subtensor_swap::pallet::PositionId", u128);

export const Balancer = struct("pallet_subtensor_swap::pallet::balancer::Balancer", {
  quote: as("Perquintill", Perquintill),
});

export const SubnetPrice = struct("pallet_subtensor_swap_runtime_api::SubnetPrice", { netuid: NetUid, price: u64 });

export const SimSwapResult = struct("pallet_subtensor_swap_runtime_api::SimSwapResult", {
  tao_amount: TaoBalance,
  alpha_amount: AlphaBalance,
  tao_fee: TaoBalance,
  alpha_fee: AlphaBalance,
  tao_slippage: TaoBalance,
  alpha_slippage: AlphaBalance,
});
