import { as } from "../../../codec/codec.ts";
import { compact } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureNone } from "../../frame/origin.ts";
import { panicUnless } from "../../frame/panic.ts";
import { benchmarked } from "../../frame/weight.ts";
import { onTimestampSet } from "../aura/slots.ts";
import { earliest } from "./inherent.ts";
import { storage } from "./storage.ts";

/** What users may ask of Timestamp. */
export const calls = defineCalls("Timestamp", {
  set: call(0, {
    docs: "Sets the time of this block, in ms since 1970. Every block has it once, as its first extrinsic.",
    args: { now: as("T::Moment", compact(u64)) },
    weight: benchmarked(3_816_000n, 1493n, 2, 1),
    class: "Mandatory",
    run(state, origin, { now }) {
      ensureNone(origin);
      panicUnless(!storage.DidUpdate.exists(state), "Timestamp must be updated only once in the block");
      const before = storage.Now.get(state);
      panicUnless(
        before === 0n || now >= earliest(state),
        "Timestamp must increment by at least <MinimumPeriod> between sequential blocks",
      );
      storage.Now.set(state, now);
      storage.DidUpdate.set(state, true);
      onTimestampSet(state, now);
    },
  }),
});
