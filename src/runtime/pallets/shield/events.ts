import { as } from "../../../codec/codec.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { H256 } from "../../types/hashes.ts";

/** What MevShield tells of, by wire index. */
export const events = defineEvents("MevShield", {
  EncryptedSubmitted: event("An encrypted extrinsic was carried to the author.", {
    id: as("T::Hash", H256),
    who: AccountIdT,
  }),
  ExtrinsicStored: event("An encrypted call was stored.", { index: u32, who: AccountIdT }),
  ExtrinsicDecodeFailed: event("A stored call could not be decrypted.", { index: u32 }),
  ExtrinsicDispatchFailed: event("A stored call failed.", {
    index: u32,
    error: as("DispatchError", DispatchError),
  }),
  ExtrinsicDispatched: event("A stored call was made.", { index: u32 }),
  ExtrinsicExpired: event("A stored call was kept too long.", { index: u32 }),
  ExtrinsicPostponed: event("A stored call waits for the next block.", { index: u32 }),
  MaxPendingExtrinsicsNumberSet: event("How many calls may be stored was set.", { value: u32 }),
  OnInitializeWeightSet: event("The time for stored calls in a block was set.", { value: u64 }),
  ExtrinsicLifetimeSet: event("How long a stored call is kept was set.", { value: u32 }),
  MaxExtrinsicWeightSet: event("The time that one stored call may take was set.", { value: u64 }),
  ExtrinsicWeightExceeded: event("A stored call would take too long.", { index: u32 }),
});
