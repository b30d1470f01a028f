import { as } from "../../../codec/codec.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { H256 } from "../../types/hashes.ts";

/** What MevShield tells of, by wire index. */
export const events = defineEvents("MevShield", {
  EncryptedSubmitted: event("Encrypted submitted.", { id: as("T::Hash", H256), who: AccountIdT }),
  ExtrinsicStored: event("Extrinsic stored.", { index: u32, who: AccountIdT }),
  ExtrinsicDecodeFailed: event("Extrinsic decode failed.", { index: u32 }),
  ExtrinsicDispatchFailed: event("Extrinsic dispatch failed.", {
    index: u32,
    error: as("DispatchError", DispatchError),
  }),
  ExtrinsicDispatched: event("Extrinsic dispatched.", { index: u32 }),
  ExtrinsicExpired: event("Extrinsic expired.", { index: u32 }),
  ExtrinsicPostponed: event("Extrinsic postponed.", { index: u32 }),
  MaxPendingExtrinsicsNumberSet: event("Max pending extrinsics number set.", { value: u32 }),
  OnInitializeWeightSet: event("On initialize weight set.", { value: u64 }),
  ExtrinsicLifetimeSet: event("Extrinsic lifetime set.", { value: u32 }),
  MaxExtrinsicWeightSet: event("Max extrinsic weight set.", { value: u64 }),
  ExtrinsicWeightExceeded: event("Extrinsic weight exceeded.", { index: u32 }),
});
