import { as } from "../../../codec/codec.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureRoot } from "../../frame/origin.ts";
import { addWeight, dbWeight, weight } from "../../frame/weight.ts";
import { U256 } from "../../types/hashes.ts";
import { Permill } from "../../types/per-things.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

const oneWrite = addWeight(weight(10_000n), dbWeight(0, 1));

/** What users may ask of BaseFee. */
export const calls = defineCalls("BaseFee", {
  set_base_fee_per_gas: call(0, {
    docs: "Sets the price of gas in wei (root).",
    args: { fee: U256 },
    weight: oneWrite,
    run(state, origin, { fee }) {
      ensureRoot(origin);
      storage.BaseFeePerGas.set(state, fee);
      state.emit(events.NewBaseFeePerGas({ fee }));
    },
  }),
  set_elasticity: call(1, {
    docs: "Sets how far the price of gas moves with the fullness of blocks, in millionths (root).",
    args: { elasticity: as("Permill", Permill) },
    weight: oneWrite,
    run(state, origin, { elasticity }) {
      ensureRoot(origin);
      storage.Elasticity.set(state, elasticity);
      state.emit(events.NewElasticity({ elasticity }));
    },
  }),
});
