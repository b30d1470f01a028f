import { UserError } from "../../lib/user-error.ts";

/** The chain was not saved to its file when the node ended. */
export class UnsavedChain extends UserError {
  override name = "UnsavedChain";
}
