import { as } from "../../../codec/codec.ts";
import { bool } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { DispatchEventInfo } from "../../types/frame.ts";
import { H256 } from "../../types/hashes.ts";

/** What System tells of, by wire index. */
export const events = defineEvents("System", {
  ExtrinsicSuccess: event("Extrinsic success.", { dispatch_info: as("DispatchEventInfo", DispatchEventInfo) }),
  ExtrinsicFailed: event("Extrinsic failed.", {
    dispatch_error: as("DispatchError", DispatchError),
    dispatch_info: as("DispatchEventInfo", DispatchEventInfo),
  }),
  CodeUpdated: event("Code updated.", {}),
  NewAccount: event("New account.", { account: AccountIdT }),
  KilledAccount: event("Killed account.", { account: AccountIdT }),
  Remarked: event("Remarked.", { sender: AccountIdT, hash: as("T::Hash", H256) }),
  UpgradeAuthorized: event("Upgrade authorized.", { code_hash: as("T::Hash", H256), check_version: bool }),
  RejectedInvalidAuthorizedUpgrade: event("Rejected invalid authorized upgrade.", {
    code_hash: as("T::Hash", H256),
    error: as("DispatchError", DispatchError),
  }),
});
