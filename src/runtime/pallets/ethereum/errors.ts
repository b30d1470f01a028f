import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Ethereum fail, by wire index. */
export const errors = defineErrors("Ethereum", {
  InvalidSignature: "The signature is not valid.",
  PreLogExists: "The block wraps an Ethereum block already.",
});
