import { as } from "../../../codec/codec.ts";
import { option, result } from "../../../codec/containers.ts";
import { unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { AccountIdT } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";

/** What Sudo tells of, by wire index. */
export const events = defineEvents("Sudo", {
  Sudid: event("Sudid.", { sudo_result: as("DispatchResult", result(unit, DispatchError)) }),
  KeyChanged: event("Key changed.", { old: as("Option<T::AccountId>", option(AccountId32)), new: AccountIdT }),
  KeyRemoved: event("Key removed.", {}),
  SudoAsDone: event("Sudo as done.", { sudo_result: as("DispatchResult", result(unit, DispatchError)) }),
});
