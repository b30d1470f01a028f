import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { U256 } from "../../types/hashes.ts";
import { Permill } from "../../types/substrate.ts";

/** What BaseFee tells of, by wire index. */
export const events = defineEvents("BaseFee", {
  NewBaseFeePerGas: event("New base fee per gas.", { fee: U256 }),
  BaseFeeOverflow: event("Base fee overflow.", {}),
  NewElasticity: event("New elasticity.", { elasticity: as("Permill", Permill) }),
});
