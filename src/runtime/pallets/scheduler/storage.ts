import { option, tuple } from "../../../codec/containers.ts";
import { fixedHex, u32 } from "../../../codec/primitives.ts";
import { blake2_128Concat, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, optionalValue } from "../../frame/storage.ts";
import { boundedVec } from "../../types/bounded.ts";
import { RetryConfig, Scheduled } from "./types.ts";

/** What Scheduler remembers. */
export const storage = defineStorage("Scheduler", {
  IncompleteSince: optionalValue(u32, "The first block whose planned calls are still to be made, if any."),
  Agenda: map(
    [twox64Concat(u32)],
    boundedVec(option(Scheduled), 50),
    [],
    "Calls planned for a block, with gaps where one was ended.",
  ),
  Retries: optionalMap(
    [blake2_128Concat(tuple(u32, u32))],
    RetryConfig,
    "How often and when a planned call is made again after it fails.",
  ),
  Lookup: optionalMap([twox64Concat(fixedHex(32))], tuple(u32, u32), "Where the planned call of a name is."),
});
