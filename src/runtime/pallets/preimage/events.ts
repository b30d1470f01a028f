import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { H256 } from "../../types/hashes.ts";

/** What Preimage tells of, by wire index. */
export const events = defineEvents("Preimage", {
  Noted: event("Noted.", { hash: as("T::Hash", H256) }),
  Requested: event("Requested.", { hash: as("T::Hash", H256) }),
  Cleared: event("Cleared.", { hash: as("T::Hash", H256) }),
});
