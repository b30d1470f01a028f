import { as } from "../../../codec/codec.ts";
import { bool, i64, u16, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { AccountIdT, NetUid } from "../../types/balances.ts";
import { PositionId, TickIndex } from "./types.ts";

/** What users may ask of Swap. */
export const calls = defineCalls("Swap", {
  set_fee_rate: call(0, {
    docs: "Set fee rate.",
    args: { netuid: NetUid, rate: u16 },
  }),
  toggle_user_liquidity: call(4, {
    docs: "Toggle user liquidity.",
    args: { netuid: NetUid, enable: bool },
  }),
  add_liquidity: call(1, {
    docs: "Add liquidity.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      tick_low: as("TickIndex", TickIndex),
      tick_high: as("TickIndex", TickIndex),
      liquidity: u64,
    },
  }),
  remove_liquidity: call(2, {
    docs: "Remove liquidity.",
    args: { hotkey: AccountIdT, netuid: NetUid, position_id: as("PositionId", PositionId) },
  }),
  modify_position: call(3, {
    docs: "Modify position.",
    args: { hotkey: AccountIdT, netuid: NetUid, position_id: as("PositionId", PositionId), liquidity_delta: i64 },
  }),
  disable_lp: call(5, {
    docs: "Disable lp.",
    args: {},
  }),
});
