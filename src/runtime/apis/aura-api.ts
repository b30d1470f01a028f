import { vec } from "../../codec/containers.ts";
import { AuraPublic, SlotDuration } from "../../primitives/authorities.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { constants } from "../pallets/aura/constants.ts";
import { storage } from "../pallets/aura/storage.ts";

/** What authoring needs to know of Aura. */
export const auraApi = runtimeApi("AuraApi", 1, "What authoring needs to know of Aura.", {
  slot_duration: query("Length of a slot in ms.", {}, SlotDuration, (state) =>
    constants.SlotDuration.valueOf(state.rules),
  ),
  authorities: query("The authorities in the order of their slots.", {}, vec(AuraPublic), (state) =>
    storage.Authorities.get(state),
  ),
});
