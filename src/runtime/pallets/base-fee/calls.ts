import { as } from "../../../codec/codec.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { U256 } from "../../types/hashes.ts";
import { Permill } from "../../types/substrate.ts";

/** What users may ask of BaseFee. */
export const calls = defineCalls("BaseFee", {
  set_base_fee_per_gas: call(0, {
    docs: "Set base fee per gas.",
    args: { fee: U256 },
  }),
  set_elasticity: call(1, {
    docs: "Set elasticity.",
    args: { elasticity: as("Permill", Permill) },
  }),
});
