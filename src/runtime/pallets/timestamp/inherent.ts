import { greatest, wrapU64 } from "../../../lib/integers.ts";
import type { CallValue } from "../../frame/calls.ts";
import type { ReadState } from "../../frame/state.ts";
import { constants } from "./constants.ts";
import { storage } from "./storage.ts";

/** The name of the timestamp in inherent data. */
export const inherentIdentifier = "timstap0";
/** How far a block's time may be ahead of the importer's clock, ms. */
const maxDrift = 30_000n;

/** The earliest time of the next block, ms since 1970. As in the original the sum wraps: Root can write any time. */
export const earliest = (state: ReadState): bigint =>
  wrapU64(storage.Now.get(state) + constants.MinimumPeriod.valueOf(state.rules));

/** The inherent for a block made at `now` (ms since 1970). Rust: `ProvideInherent::create_inherent` of Timestamp. */
export function createInherent(state: ReadState, now: bigint): CallValue {
  return { pallet: "Timestamp", name: "set", args: { now: greatest(now, earliest(state)) } };
}

/** The objection of an importer to the inherent; `now` is what its clock says, ms. Rust: `pallet_timestamp: ProvideInherent::check_inherent`. */
export function inherentObjection(
  state: ReadState,
  given: bigint,
  now: bigint,
): "TooFarInFuture" | "TooEarly" | undefined {
  if (given > wrapU64(now + maxDrift)) return "TooFarInFuture";
  return given < earliest(state) ? "TooEarly" : undefined;
}
