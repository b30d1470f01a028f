import { fixedU128Shape } from "../../frame/genesis-forms.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { feeMultiplier } from "./hooks.ts";
import { storage } from "./storage.ts";

/** The multiplier of fees, in parts of 10^18. Rust: pallet-transaction-payment `GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "transactionPayment",
  fields: { multiplier: fixedU128Shape },
  defaults: { multiplier: feeMultiplier.toString() },
  build(state, { multiplier }) {
    storage.StorageVersion.set(state, "V2");
    storage.NextFeeMultiplier.set(state, multiplier);
  },
});
