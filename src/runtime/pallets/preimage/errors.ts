import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Preimage fail, by wire index. */
export const errors = defineErrors("Preimage", {
  TooBig: "The preimage is longer than one may be.",
  AlreadyNoted: "The preimage is kept on the chain already.",
  NotAuthorized: "The preimage is somebody else's.",
  NotNoted: "The preimage is not kept on the chain.",
  Requested: "The preimage is asked for, so it stays.",
  NotRequested: "The preimage is not asked for.",
  TooMany: "There are more hashes than may be given at once.",
  TooFew: "No hash is given.",
});
