import { encode } from "../../../codec/codec.ts";
import { type Hex, utf8 } from "../../../lib/bytes.ts";
import { ConsensusLog, type GrandpaLog, grandpaEngine } from "../../../primitives/grandpa-log.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { Hooks } from "../../frame/pallet.ts";
import type { WriteState } from "../../frame/state.ts";
import { depositLog } from "../system/finalize.ts";
import { blockNumber } from "../system/initialize.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

const grandpaEngineId: Uint8Array = utf8(grandpaEngine);

function depositGrandpaLog(state: WriteState, log: GrandpaLog): void {
  depositLog(state, { type: "Consensus", value: [grandpaEngineId, encode(ConsensusLog, log)] });
}

const later = (block: number, blocks: number): number => (block + blocks) >>> 0;

/**
 * Has the voters change after `inBlocks` blocks from this one. Rust: `pallet_grandpa::Pallet::schedule_change`.
 * @param forced the median last finalized block when finality stands still.
 * @throws ChangePending, TooSoon
 */
export function scheduleChange(
  state: WriteState,
  nextAuthorities: readonly (readonly [Hex, bigint])[],
  inBlocks: number,
  forced: number | undefined,
): void {
  ensure(!storage.PendingChange.exists(state), errors.ChangePending);
  const scheduled_at = blockNumber(state);
  if (forced !== undefined) {
    const next = storage.NextForced.get(state);
    ensure(next === undefined || next <= scheduled_at, errors.TooSoon);
    storage.NextForced.set(state, later(scheduled_at, inBlocks * 2));
  }
  const next_authorities = nextAuthorities.map(([key, weight]): [Hex, bigint] => [key, weight]);
  storage.PendingChange.set(state, { scheduled_at, delay: inBlocks, next_authorities, forced });
}

function finalizeChange(state: WriteState, block: number): void {
  const pending = storage.PendingChange.get(state);
  if (pending === undefined) return;
  const { delay, next_authorities } = pending;
  if (block === pending.scheduled_at) {
    const change = { delay, next_authorities };
    depositGrandpaLog(
      state,
      pending.forced === undefined
        ? { type: "ScheduledChange", value: change }
        : { type: "ForcedChange", value: [pending.forced, change] },
    );
  }
  if (block === later(pending.scheduled_at, delay)) {
    storage.Authorities.set(state, next_authorities);
    state.emit(events.NewAuthorities({ authority_set: next_authorities }));
    storage.PendingChange.remove(state);
  }
}

function finalizePause(state: WriteState, block: number): void {
  const pause = storage.State.get(state);
  if (pause.type !== "PendingPause" && pause.type !== "PendingResume") return;
  const { scheduled_at, delay } = pause.value;
  const pauses = pause.type === "PendingPause";
  if (block === scheduled_at) depositGrandpaLog(state, { type: pauses ? "Pause" : "Resume", value: delay });
  if (block === later(scheduled_at, delay)) {
    storage.State.set(state, { type: pauses ? "Paused" : "Live" });
    state.emit(pauses ? events.Paused() : events.Resumed());
  }
}

/** Rust: the hooks of `pallet_grandpa`. */
export const hooks: Hooks = {
  onFinalize(state, block) {
    finalizeChange(state, block);
    finalizePause(state, block);
  },
};
