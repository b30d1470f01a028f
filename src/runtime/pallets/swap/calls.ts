import { as } from "../../../codec/codec.ts";
import { bool, i64, u16, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import { ensureRoot, type Origin } from "../../frame/origin.ts";
import type { WriteState } from "../../frame/state.ts";
import { benchmarked, weight } from "../../frame/weight.ts";
import { AccountIdT, NetUid } from "../../types/balances.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { subnetPools } from "./ports.ts";
import { storage } from "./storage.ts";
import { PositionId, TickIndex } from "./types.ts";

/** Calls of the time when users gave liquidity. They fail whoever makes them. */
const deprecated = { weight: weight(15_000_000n), run: (): never => fail(errors.Deprecated) };

/**
 * Sets a subnet's swap fee in parts of 65535. @throws BadOrigin, MechanismDoesNotExist, FeeRateTooHigh.
 * Rust: `pallets/swap/src/pallet/mod.rs set_fee_rate`.
 */
function setFeeRate(state: WriteState, origin: Origin, netuid: NetUid, rate: number): void {
  ensureRoot(origin);
  ensure(subnetPools.of(state).exists(state, netuid), errors.MechanismDoesNotExist);
  ensure(rate <= constants.MaxFeeRate.valueOf(state.rules), errors.FeeRateTooHigh);
  storage.FeeRate.at(netuid).set(state, rate);
  state.emit(events.FeeRateSet({ netuid, rate }));
}

/** What users may ask of Swap. */
export const calls = defineCalls("Swap", {
  set_fee_rate: call(0, {
    docs: "Sets the fee that a subnet's pool takes from swaps, in parts of 65535.",
    args: { netuid: NetUid, rate: u16 },
    weight: benchmarked(15_063_000n, 3994n, 1, 1),
    run: (state, origin, { netuid, rate }) => setFeeRate(state, origin, netuid, rate),
  }),
  toggle_user_liquidity: call(4, {
    docs: "Fails: users give no liquidity.",
    ...deprecated,
    args: { netuid: NetUid, enable: bool },
  }),
  add_liquidity: call(1, {
    docs: "Fails: users give no liquidity.",
    ...deprecated,
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      tick_low: as("TickIndex", TickIndex),
      tick_high: as("TickIndex", TickIndex),
      liquidity: u64,
    },
  }),
  remove_liquidity: call(2, {
    docs: "Fails: users have no liquidity.",
    ...deprecated,
    args: { hotkey: AccountIdT, netuid: NetUid, position_id: as("PositionId", PositionId) },
  }),
  modify_position: call(3, {
    docs: "Fails: users have no positions.",
    deprecated: "There are no user positions any more.",
    ...deprecated,
    args: { hotkey: AccountIdT, netuid: NetUid, position_id: as("PositionId", PositionId), liquidity_delta: i64 },
  }),
  disable_lp: call(5, {
    docs: "Fails: users give no liquidity.",
    deprecated: "There are no user positions any more.",
    ...deprecated,
    args: {},
  }),
});
