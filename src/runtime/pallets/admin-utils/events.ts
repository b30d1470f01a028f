import { as } from "../../../codec/codec.ts";
import { bool, u16 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { NetUid } from "../../types/balances.ts";
import { U64F64 } from "../../types/fixed.ts";
import { PrecompileEnum } from "./types.ts";

/** What AdminUtils tells of, by wire index. */
export const events = defineEvents("AdminUtils", {
  PrecompileUpdated: event("Precompile updated.", {
    precompile_id: as("PrecompileEnum", PrecompileEnum),
    enabled: bool,
  }),
  Yuma3EnableToggled: event("Yuma3 enable toggled.", { netuid: NetUid, enabled: bool }),
  BondsResetToggled: event("Bonds reset toggled.", { netuid: NetUid, enabled: bool }),
  BurnHalfLifeSet: event("Burn half life set.", { netuid: NetUid, burn_half_life: u16 }),
  BurnIncreaseMultSet: event("Burn increase mult set.", { netuid: NetUid, burn_increase_mult: as("U64F64", U64F64) }),
  SubnetEmissionEnabledSet: event("Subnet emission enabled set.", { netuid: NetUid, enabled: bool }),
});
