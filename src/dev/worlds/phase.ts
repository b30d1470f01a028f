import type { Hex } from "../../lib/bytes.ts";
import type { CallValue } from "../../runtime/frame/calls.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import type { OwnedCall } from "../api.ts";

/** A call of a plan, with the place in the world file that asks for it. */
export interface PlannedCall extends OwnedCall {
  readonly of: string;
}

/** Calls that need nothing of each other but their order, and the state that all phases before them led to. */
export interface Phase {
  readonly name: string;
  calls(state: ReadState): readonly PlannedCall[];
  /** Empty blocks after them. */
  readonly mine?: number;
}

/** A call of root. */
export const asRoot = (of: string, call: CallValue): PlannedCall => ({ of, origin: "root", call });

/** A call of an account, which need not sign. */
export const asAccount = (
  of: string,
  origin: Hex,
  pallet: string,
  name: string,
  args: CallValue["args"],
): PlannedCall => ({
  of,
  origin,
  call: { pallet, name, args },
});

/** A call of SubtensorModule. */
export const inSubtensor = (of: string, origin: Hex, name: string, args: CallValue["args"]): PlannedCall =>
  asAccount(of, origin, "SubtensorModule", name, args);
