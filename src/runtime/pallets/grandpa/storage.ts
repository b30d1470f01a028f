import { tuple } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { weakBoundedVec } from "../../types/bounded.ts";
import { AppPublic } from "../../types/consensus.ts";
import { StoredPendingChange, StoredState } from "./types.ts";

/** What Grandpa remembers. */
export const storage = defineStorage("Grandpa", {
  State: value(StoredState, { type: "Live" }, "State."),
  PendingChange: optionalValue(StoredPendingChange, "Pending change."),
  NextForced: optionalValue(u32, "Next forced."),
  Stalled: optionalValue(tuple(u32, u32), "Stalled."),
  CurrentSetId: value(u64, 0n, "Current set id."),
  SetIdSession: optionalMap([twox64Concat(u64)], u32, "Set id session."),
  Authorities: value(weakBoundedVec(tuple(AppPublic, u64)), [], "Authorities."),
});
