import { as } from "../../../codec/codec.ts";
import { result } from "../../../codec/containers.ts";
import { fixedHex, u64, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { Timepoint } from "./types.ts";

/** What Multisig tells of, by wire index. */
export const events = defineEvents("Multisig", {
  NewMultisig: event("New multisig.", {
    approving: AccountIdT,
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
  }),
  MultisigApproval: event("Multisig approval.", {
    approving: AccountIdT,
    timepoint: as("Timepoint<BlockNumberFor<T>>", Timepoint),
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
  }),
  MultisigExecuted: event("Multisig executed.", {
    approving: AccountIdT,
    timepoint: as("Timepoint<BlockNumberFor<T>>", Timepoint),
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
    result: as("DispatchResult", result(unit, DispatchError)),
  }),
  MultisigCancelled: event("Multisig cancelled.", {
    cancelling: AccountIdT,
    timepoint: as("Timepoint<BlockNumberFor<T>>", Timepoint),
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
  }),
  DepositPoked: event("Deposit poked.", {
    who: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
    old_deposit: as("BalanceOf<T>", u64),
    new_deposit: as("BalanceOf<T>", u64),
  }),
});
