import { query, runtimeApi } from "../frame/runtime-api.ts";
import { getNetworkLockCost } from "../pallets/subtensor/emissions/network-lock.ts";
import { TaoBalance } from "../types/balances.ts";

/** Rust: pallets/subtensor/runtime-api SubnetRegistrationRuntimeApi. */
export const subnetRegistrationRuntimeApi = runtimeApi("SubnetRegistrationRuntimeApi", 1, "Registration of subnets.", {
  get_network_registration_cost: query("What registering a subnet costs now, rao.", {}, TaoBalance, (state) =>
    getNetworkLockCost(state),
  ),
});
