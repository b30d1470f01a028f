import { as } from "../../../codec/codec.ts";
import { tuple, vec } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { GrandpaPublic } from "../../../primitives/authorities.ts";
import { defineEvents, event } from "../../frame/events.ts";

/** What Grandpa tells of, by wire index. */
export const events = defineEvents("Grandpa", {
  NewAuthorities: event("The voters have changed.", {
    authority_set: as("AuthorityList", vec(tuple(GrandpaPublic, u64))),
  }),
  Paused: event("Finality pauses.", {}),
  Resumed: event("Finality goes on.", {}),
});
