import { tuple } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { GrandpaPublic } from "../../../primitives/authorities.ts";
import { twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { weakBoundedVec } from "../../types/bounded.ts";
import { StoredPendingChange, StoredState } from "./types.ts";

/** What Grandpa remembers. */
export const storage = defineStorage("Grandpa", {
  State: value(StoredState, { type: "Live" }, "Whether finality goes on, pauses or resumes."),
  PendingChange: optionalValue(StoredPendingChange, "The change of voters that is under way."),
  NextForced: optionalValue(u32, "Before this block no change can be forced."),
  Stalled: optionalValue(tuple(u32, u32), "That finality stands still: blocks to wait, and the last finalized one."),
  CurrentSetId: value(u64, 0n, "How often the voters have changed."),
  SetIdSession: optionalMap([twox64Concat(u64)], u32, "The session of each set of voters."),
  Authorities: value(weakBoundedVec(tuple(GrandpaPublic, u64)), [], "The voters and their weights."),
});
