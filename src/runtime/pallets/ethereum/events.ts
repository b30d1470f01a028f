import { as } from "../../../codec/codec.ts";
import { bytes } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { ExitReason } from "../../types/ethereum.ts";
import { H160, H256 } from "../../types/hashes.ts";

/** What Ethereum tells of, by wire index. */
export const events = defineEvents("Ethereum", {
  Executed: event("An Ethereum transaction was executed.", {
    from: as("H160", H160),
    to: as("H160", H160),
    transaction_hash: as("H256", H256),
    exit_reason: as("ExitReason", ExitReason),
    extra_data: bytes,
  }),
});
