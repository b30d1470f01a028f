import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Ethereum fail, by wire index. */
export const errors = defineErrors("Ethereum", {
  InvalidSignature: "Invalid signature.",
  PreLogExists: "Pre log exists.",
});
