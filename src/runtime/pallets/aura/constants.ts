import { u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Aura. */
export const constants = defineConstants({
  SlotDuration: constant("Length of a slot in ms.", u64, (rules) => rules.slotDuration),
});
