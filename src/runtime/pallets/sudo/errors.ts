import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Sudo fail, by wire index. */
export const errors = defineErrors("Sudo", {
  RequireSudo: "Only the sudo key may do this.",
});
