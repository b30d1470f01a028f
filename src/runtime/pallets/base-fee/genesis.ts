import { u256Shape } from "../../frame/genesis-forms.ts";
import { u32Shape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { storage } from "./storage.ts";

/** The fee of a unit of gas, wei, and how much it may change, millionths. Rust: frontier `pallet_base_fee::GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "baseFee",
  fields: { baseFeePerGas: u256Shape, elasticity: u32Shape },
  defaults: { baseFeePerGas: "0x4a817c800", elasticity: 125_000 },
  build(state, { baseFeePerGas, elasticity }) {
    storage.BaseFeePerGas.set(state, baseFeePerGas);
    storage.Elasticity.set(state, elasticity);
  },
});
