import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { Log } from "../../types/ethereum.ts";
import { H160 } from "../../types/hashes.ts";

/** What EVM tells of, by wire index. */
export const events = defineEvents("EVM", {
  Log: event("Log.", { log: as("Log", Log) }),
  Created: event("Created.", { address: as("H160", H160) }),
  CreatedFailed: event("Created failed.", { address: as("H160", H160) }),
  Executed: event("Executed.", { address: as("H160", H160) }),
  ExecutedFailed: event("Executed failed.", { address: as("H160", H160) }),
});
