import { u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";

/** SubnetRegistrationRuntimeApi. */
export const subnetRegistrationRuntimeApi = runtimeApi(
  "SubnetRegistrationRuntimeApi",
  1,
  "Subnet registration runtime api.",
  {
    get_network_registration_cost: query("Get network registration cost.", {}, u64),
  },
);
