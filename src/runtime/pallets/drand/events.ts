import { as } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";

/** What Drand tells of, by wire index. */
export const events = defineEvents("Drand", {
  BeaconConfigChanged: event("Another beacon was set.", {}),
  NewPulse: event("Pulses of these rounds were stored.", { rounds: as("Vec<RoundNumber>", vec(u64)) }),
  SetOldestStoredRound: event("The oldest stored round was set.", [u64]),
});
