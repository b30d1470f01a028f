import { u16 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { NetUid } from "../../types/balances.ts";

/** What Swap tells of, by wire index. */
export const events = defineEvents("Swap", {
  FeeRateSet: event("The swap fee of a subnet was set.", { netuid: NetUid, rate: u16 }),
});
