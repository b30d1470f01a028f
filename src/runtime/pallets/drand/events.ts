import { as } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";

/** What Drand tells of, by wire index. */
export const events = defineEvents("Drand", {
  BeaconConfigChanged: event("Beacon config changed.", {}),
  NewPulse: event("New pulse.", { rounds: as("Vec<RoundNumber>", vec(u64)) }),
  SetOldestStoredRound: event("Set oldest stored round.", [u64]),
});
