import { names } from "../../../codec/composites.ts";

export const PrecompileEnum = names("pallet_admin_utils::pallet::PrecompileEnum", [
  "BalanceTransfer",
  "Staking",
  "Subnet",
  "Metagraph",
  "Neuron",
  "UidLookup",
  "Alpha",
  "Crowdloan",
  "Proxy",
  "Leasing",
  "AddressMapping",
  "VotingPower",
]);
