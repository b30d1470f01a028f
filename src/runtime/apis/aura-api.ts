import { vec } from "../../codec/containers.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { Appsr25519Public, SlotDuration } from "../types/consensus.ts";

/** AuraApi. */
export const auraApi = runtimeApi("AuraApi", 1, "Aura api.", {
  slot_duration: query("Slot duration.", {}, SlotDuration),
  authorities: query("Authorities.", {}, vec(Appsr25519Public)),
});
