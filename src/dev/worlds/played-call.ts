import type { CallValue } from "../../runtime/frame/calls.ts";
import type { Account } from "./accounts.ts";

/** A call that an account of the world signs itself. */
export interface PlayedCall {
  readonly who: Account;
  readonly call: CallValue;
}

/** A call of SubtensorModule. */
export const playedCall = (who: Account, name: string, args: CallValue["args"]): PlayedCall => ({
  who,
  call: { pallet: "SubtensorModule", name, args },
});
