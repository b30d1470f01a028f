import { EngineError } from "../chain/engine.ts";
import { DecodeError } from "../codec/io.ts";
import { UserError } from "../lib/user-error.ts";

/** Says of bytes that the rules cannot read, or trap on, what is wrong with them; other errors pass. @param what whose bytes they are */
export function unreadable(what: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof EngineError || error instanceof DecodeError)) throw error;
    throw new UserError(`${what} cannot be executed: ${error.message}`);
  };
}
