import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { Log } from "../../types/ethereum.ts";
import { H160 } from "../../types/hashes.ts";

/** What EVM tells of, by wire index. */
export const events = defineEvents("EVM", {
  Log: event("A contract logged something.", { log: as("Log", Log) }),
  Created: event("A contract was made.", { address: as("H160", H160) }),
  CreatedFailed: event("A contract could not be made.", { address: as("H160", H160) }),
  Executed: event("A contract was called.", { address: as("H160", H160) }),
  ExecutedFailed: event("A call of a contract failed.", { address: as("H160", H160) }),
});
