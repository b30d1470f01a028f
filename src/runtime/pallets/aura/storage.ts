import { AuraPublic } from "../../../primitives/authorities.ts";
import { defineStorage, value } from "../../frame/storage.ts";
import { boundedVec } from "../../types/bounded.ts";
import { Slot } from "../../types/consensus.ts";

/** What Aura remembers. */
export const storage = defineStorage("Aura", {
  Authorities: value(boundedVec(AuraPublic, 32), [], "Who may make blocks, in the order of slots."),
  CurrentSlot: value(Slot, 0n, "The slot of this block."),
});
