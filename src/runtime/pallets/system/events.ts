import { as } from "../../../codec/codec.ts";
import { bool } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { DispatchEventInfo } from "../../types/frame.ts";
import { H256 } from "../../types/hashes.ts";

/** What System tells of, by wire index. */
export const events = defineEvents("System", {
  ExtrinsicSuccess: event("An extrinsic succeeded.", { dispatch_info: as("DispatchEventInfo", DispatchEventInfo) }),
  ExtrinsicFailed: event("An extrinsic failed; its fee was paid and the rest undone.", {
    dispatch_error: as("DispatchError", DispatchError),
    dispatch_info: as("DispatchEventInfo", DispatchEventInfo),
  }),
  CodeUpdated: event("The runtime was replaced.", {}),
  NewAccount: event("An account came to be.", { account: AccountIdT }),
  KilledAccount: event("An account ended.", { account: AccountIdT }),
  Remarked: event("Bytes were put on the chain.", { sender: AccountIdT, hash: as("T::Hash", H256) }),
  UpgradeAuthorized: event("The code of a hash may be brought by anyone.", {
    code_hash: as("T::Hash", H256),
    check_version: bool,
  }),
  RejectedInvalidAuthorizedUpgrade: event("Authorized code was brought and is not fit to run.", {
    code_hash: as("T::Hash", H256),
    error: as("DispatchError", DispatchError),
  }),
});
