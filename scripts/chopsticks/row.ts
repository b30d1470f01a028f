import type { Side } from "./sides.ts";

/** Something that a client does, and what it sees then. */
export interface Row {
  readonly method: string;
  /** What is done. */
  readonly what: string;
  /** Asks one server. What is thrown as a refusal is what the client sees. */
  see(side: Side): Promise<unknown>;
  /** Why the two see different things; undefined where they see the same. */
  readonly because?: string;
}

/** Why another code refuses what has not the form of the parameter. */
export const wrongForm = "parameters of a wrong form have -32602 in all methods here; Chopsticks has 1";

/** Makes rows of one method. */
export const rowsOf =
  (method: string) =>
  (what: string, see: Row["see"], because?: string): Row => ({
    ...{ method, what, see },
    ...(because === undefined ? {} : { because }),
  });
