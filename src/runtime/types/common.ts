import { as } from "../../codec/codec.ts";
import { enumeration, names, struct } from "../../codec/composites.ts";
import { option, vec } from "../../codec/containers.ts";
import { bool, bytes, u8, u128 } from "../../codec/primitives.ts";

export const ProxyType = names("subtensor_runtime_common::ProxyType", [
  "Any",
  "Owner",
  "NonCritical",
  "NonTransfer",
  "Senate",
  "NonFungible",
  "Triumvirate",
  "Governance",
  "Staking",
  "Registration",
  "Transfer",
  "SmallTransfer",
  "RootWeights",
  "ChildKeys",
  "SudoUncheckedSetCode",
  "SwapHotkey",
  "SubnetLeaseBeneficiary",
  "RootClaim",
]);

export const ProxyTypeInfo = struct("subtensor_runtime_common::ProxyTypeInfo", {
  name: bytes,
  index: u8,
  deprecated: bool,
});

export const FilterMode = names("subtensor_runtime_common::FilterMode", ["AllowAll", "DenyAll", "Allow", "Deny"]);

export const CallCondition = enumeration("subtensor_runtime_common::CallCondition", {
  ParamLessThan: { fields: { param_name: bytes, limit: u128 } },
  NestedCallMustBe: { fields: { pallet_name: bytes, call_name: bytes } },
});

export const CallInfo = struct("subtensor_runtime_common::CallInfo", {
  pallet_name: bytes,
  pallet_index: u8,
  call_name: option(bytes),
  call_index: option(u8),
  condition: as("Option<CallCondition>", option(CallCondition)),
});

export const ProxyFilterInfo = struct("subtensor_runtime_common::ProxyFilterInfo", {
  proxy_type: u8,
  name: bytes,
  deprecated: bool,
  filter_mode: as("FilterMode", FilterMode),
  calls: as("Vec<CallInfo>", vec(CallInfo)),
  exceptions: as("Vec<CallInfo>", vec(CallInfo)),
});
