import { vec } from "../../codec/containers.ts";
import { u16, u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { SimSwapResult, SubnetPrice } from "../pallets/swap/types.ts";

/** SwapRuntimeApi. */
export const swapRuntimeApi = runtimeApi("SwapRuntimeApi", 1, "Swap runtime api.", {
  current_alpha_price: query("Current alpha price.", { netuid: u16 }, u64),
  current_alpha_price_all: query("Current alpha price all.", {}, vec(SubnetPrice)),
  sim_swap_tao_for_alpha: query("Sim swap tao for alpha.", { netuid: u16, tao: u64 }, SimSwapResult),
  sim_swap_alpha_for_tao: query("Sim swap alpha for tao.", { netuid: u16, alpha: u64 }, SimSwapResult),
});
