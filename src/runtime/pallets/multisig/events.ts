import { as } from "../../../codec/codec.ts";
import { result } from "../../../codec/containers.ts";
import { fixedHex, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, TaoBalance } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { Timepoint } from "./types.ts";

/** What Multisig tells of, by wire index. */
export const events = defineEvents("Multisig", {
  NewMultisig: event("An operation was opened.", {
    approving: AccountIdT,
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
  }),
  MultisigApproval: event("A signatory approved an operation.", {
    approving: AccountIdT,
    timepoint: as("Timepoint<BlockNumberFor<T>>", Timepoint),
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
  }),
  MultisigExecuted: event("An operation was approved often enough, and its call made; so it went.", {
    approving: AccountIdT,
    timepoint: as("Timepoint<BlockNumberFor<T>>", Timepoint),
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
    result: as("DispatchResult", result(unit, DispatchError)),
  }),
  MultisigCancelled: event("An operation was ended without its call.", {
    cancelling: AccountIdT,
    timepoint: as("Timepoint<BlockNumberFor<T>>", Timepoint),
    multisig: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
  }),
  DepositPoked: event("A deposit was brought to what it costs today.", {
    who: AccountIdT,
    call_hash: as("CallHash", fixedHex(32)),
    old_deposit: as("BalanceOf<T>", TaoBalance),
    new_deposit: as("BalanceOf<T>", TaoBalance),
  }),
});
