import { benchmarked } from "../../../frame/weight.ts";
import { validateServeAxon, validateServePrometheus } from "../subnets/serving.ts";
import { type Guard, guardOf } from "./guard.ts";

/**
 * An axon or prometheus endpoint is one that can be served, of a registered hotkey, and not too soon after the last.
 * @throws what validating it throws.
 * Rust: `pallets/subtensor/src/guards/check_serving_endpoints.rs CheckServingEndpoints`.
 */
export const checkServingEndpoints: Guard = guardOf("CheckServingEndpoints", benchmarked(19_035_000n, 4112n, 3, 0), {
  serve_axon: (state, who, args) => validateServeAxon(state, who, args.netuid, args),
  serve_axon_tls: (state, who, args) => validateServeAxon(state, who, args.netuid, args),
  serve_prometheus: (state, who, args) => validateServePrometheus(state, who, args.netuid, args),
});
