import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { H256 } from "../../types/hashes.ts";

/** What Preimage tells of, by wire index. */
export const events = defineEvents("Preimage", {
  Noted: event("A preimage is kept on the chain.", { hash: as("T::Hash", H256) }),
  Requested: event("A preimage is asked for.", { hash: as("T::Hash", H256) }),
  Cleared: event("A preimage is kept on the chain no more.", { hash: as("T::Hash", H256) }),
});
