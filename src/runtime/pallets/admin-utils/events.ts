import { as } from "../../../codec/codec.ts";
import { bool, u16 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { NetUid } from "../../types/balances.ts";
import { U64F64 } from "../../types/fixed.ts";
import { PrecompileEnum } from "./types.ts";

/** What AdminUtils tells of, by wire index. */
export const events = defineEvents("AdminUtils", {
  PrecompileUpdated: event("An EVM precompile was switched on or off.", {
    precompile_id: as("PrecompileEnum", PrecompileEnum),
    enabled: bool,
  }),
  Yuma3EnableToggled: event("A subnet uses Yuma 3, or does not any more.", { netuid: NetUid, enabled: bool }),
  BondsResetToggled: event("Bonds to a neuron may be removed on a subnet, or may not any more.", {
    netuid: NetUid,
    enabled: bool,
  }),
  BurnHalfLifeSet: event("The half-life of a subnet's price of registration, blocks.", {
    netuid: NetUid,
    burn_half_life: u16,
  }),
  BurnIncreaseMultSet: event("The factor by which registrations raise a subnet's price.", {
    netuid: NetUid,
    burn_increase_mult: as("U64F64", U64F64),
  }),
  SubnetEmissionEnabledSet: event("A subnet gets TAO, or does not any more.", { netuid: NetUid, enabled: bool }),
});
