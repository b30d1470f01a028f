import { addWeight, benchmarked, dbWeight, mulWeight, type Weight, weight } from "../../frame/weight.ts";

/** Measured weights of LimitOrders' calls. Rust: `pallet_limit_orders::weights::SubstrateWeight`. */
export const weights = {
  cancelOrder: benchmarked(14_822_000n, 3522n, 1, 1),
  setPalletStatus: benchmarked(4_266_000n, 0n, 0, 1),
  executeOrders: (orders: number): Weight =>
    addWeight(
      benchmarked(61_768_457n, 6148n, 17, 10),
      mulWeight(weight(520_180_782n, 5158n), orders),
      dbWeight(11 * orders, 7 * orders),
    ),
  executeBatchedOrders: (orders: number): Weight =>
    addWeight(
      benchmarked(499_718_496n, 8727n, 25, 15),
      mulWeight(weight(259_134_004n, 5158n), orders),
      dbWeight(10 * orders, 7 * orders),
    ),
};
