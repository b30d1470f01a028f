import { as } from "../../../codec/codec.ts";
import { option, result } from "../../../codec/containers.ts";
import { unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { AccountIdT } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";

/** What Sudo tells of, by wire index. */
export const events = defineEvents("Sudo", {
  Sudid: event("A call was made as root, with this result.", {
    sudo_result: as("DispatchResult", result(unit, DispatchError)),
  }),
  KeyChanged: event("The sudo key was given to another account.", {
    old: as("Option<T::AccountId>", option(AccountId32)),
    new: AccountIdT,
  }),
  KeyRemoved: event("The sudo key was removed for good.", {}),
  SudoAsDone: event("A call was made as another account, with this result.", {
    sudo_result: as("DispatchResult", result(unit, DispatchError)),
  }),
});
