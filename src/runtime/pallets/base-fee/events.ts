import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { U256 } from "../../types/hashes.ts";
import { Permill } from "../../types/per-things.ts";

/** What BaseFee tells of, by wire index. */
export const events = defineEvents("BaseFee", {
  NewBaseFeePerGas: event("The price of gas was set.", { fee: U256 }),
  BaseFeeOverflow: event("The price of gas would not fit and stays.", {}),
  NewElasticity: event("How far the price moves was set.", { elasticity: as("Permill", Permill) }),
});
