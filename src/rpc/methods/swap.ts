import { decode } from "../../codec/codec.ts";
import { vec } from "../../codec/containers.ts";
import { u64 } from "../../codec/primitives.ts";
import { swapRuntimeApi as api } from "../../runtime/apis/swap.ts";
import { SubnetPrice } from "../../runtime/pallets/swap/types.ts";
import { jsonInteger } from "../json.ts";
import { method } from "../method.ts";
import { hash, integer, integer64, optional } from "../schema.ts";
import { askForBytes, askRuntime } from "../subtensor-call.ts";

const netuid = integer(16);
const at = optional(hash);

export const swap_currentAlphaPrice = method({
  doc: "The price of a subnet's alpha: rao per alpha times 10^9, as a number.",
  params: { netuid, at },
  *run(args, context) {
    const failure = "Unable to get current alpha price";
    const call = { context, api, method: "current_alpha_price", args: [args.netuid], at: args.at, failure };
    return jsonInteger(decode(u64, yield* askRuntime(call)));
  },
});

export const swap_currentAlphaPriceAll = method({
  doc: "The prices of all subnets' alpha.",
  params: { at },
  *run(args, context) {
    const failure = "Unable to get all current alpha prices";
    const prices = yield* askRuntime({ context, api, method: "current_alpha_price_all", at: args.at, failure });
    return decode(vec(SubnetPrice), prices).map((one) => ({ netuid: one.netuid, price: jsonInteger(one.price) }));
  },
});

export const swap_simSwapTaoForAlpha = method({
  doc: "What an amount of TAO (rao) would buy: SimSwapResult, encoded.",
  params: { netuid, tao: integer64, at },
  run: (args, context) => {
    const failure = "Unable to simulate tao -> alpha swap";
    return askForBytes({
      context,
      api,
      method: "sim_swap_tao_for_alpha",
      args: [args.netuid, args.tao],
      at: args.at,
      failure,
    });
  },
});

export const swap_simSwapAlphaForTao = method({
  doc: "What an amount of alpha would sell for: SimSwapResult, encoded.",
  params: { netuid, alpha: integer64, at },
  run: (args, context) => {
    const failure = "Unable to simulate alpha -> tao swap";
    return askForBytes({
      context,
      api,
      method: "sim_swap_alpha_for_tao",
      args: [args.netuid, args.alpha],
      at: args.at,
      failure,
    });
  },
});
