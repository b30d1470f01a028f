import { as } from "../../../../codec/codec.ts";
import { option } from "../../../../codec/containers.ts";
import { bool } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { fail } from "../../../frame/dispatch-error.ts";
import { benchmarked, dbWeight } from "../../../frame/weight.ts";
import { AccountIdT, NetUid, TaoBalance } from "../../../types/balances.ts";
import { H256 } from "../../../types/hashes.ts";
import { errors } from "../errors.ts";
import {
  announceColdkeySwap,
  clearColdkeySwapAnnouncement,
  disputeColdkeySwap,
  resetColdkeySwap,
  swapColdkey,
  swapColdkeyAnnounced,
} from "../keys/coldkey-swap-calls.ts";
import { doSwapHotkey } from "../keys/swap-hotkey.ts";

/** Hotkeys and coldkeys that give all they have to another key. */
export const keySwapCalls = {
  swap_hotkey: call(70, {
    docs: "Gives all that a hotkey of the signer is and has to another one, on one subnet or on all.",
    deprecated: "Use swap_hotkey_v2.",
    args: { hotkey: AccountIdT, new_hotkey: AccountIdT, netuid: as("Option<NetUid>", option(NetUid)) },
    weight: benchmarked(1_242_038_000n, 28_912n, 182, 99),
    run: (state, origin, { hotkey, new_hotkey, netuid }) =>
      doSwapHotkey(state, origin, hotkey, new_hotkey, netuid, false),
  }),
  swap_hotkey_v2: call(72, {
    docs: "Gives what a hotkey of the signer is and has to another one, on one subnet or on all; stakes may be kept.",
    args: {
      hotkey: AccountIdT,
      new_hotkey: AccountIdT,
      netuid: as("Option<NetUid>", option(NetUid)),
      keep_stake: bool,
    },
    weight: benchmarked(275_300_000n, 0n, 52, 35),
    run: (state, origin, { hotkey, new_hotkey, netuid, keep_stake }) =>
      doSwapHotkey(state, origin, hotkey, new_hotkey, netuid, keep_stake),
  }),
  swap_coldkey: call(71, {
    docs: "Gives all that a coldkey has to a new one at once; for root only.",
    args: { old_coldkey: AccountIdT, new_coldkey: AccountIdT, swap_cost: TaoBalance },
    weight: benchmarked(312_301_000n, 13_056n, 37, 19),
    run: (state, origin, { old_coldkey, new_coldkey, swap_cost }) =>
      swapColdkey(state, origin, old_coldkey, new_coldkey, swap_cost),
  }),
  schedule_swap_coldkey: call(73, {
    docs: "Always fails: coldkey swaps are announced now.",
    deprecated: "Use announce_coldkey_swap and swap_coldkey_announced.",
    args: { new_coldkey: AccountIdT },
    weight: dbWeight(5, 0),
    run: () => fail(errors.Deprecated),
  }),
  announce_coldkey_swap: call(125, {
    docs: "Announces the hash of the coldkey that the signer wants to swap to; the first time it costs.",
    args: { new_coldkey_hash: as("T::Hash", H256) },
    weight: benchmarked(47_248_000n, 4159n, 4, 3),
    run: (state, origin, { new_coldkey_hash }) => announceColdkeySwap(state, origin, new_coldkey_hash),
  }),
  swap_coldkey_announced: call(126, {
    docs: "Gives all that the signer has to the coldkey it announced.",
    args: { new_coldkey: AccountIdT },
    weight: benchmarked(288_156_000n, 13_000n, 37, 15),
    run: (state, origin, { new_coldkey }) => swapColdkeyAnnounced(state, origin, new_coldkey),
  }),
  dispute_coldkey_swap: call(127, {
    docs: "Freezes the signer, whose swap was announced by somebody else, until root resets it.",
    args: {},
    weight: benchmarked(23_293_000n, 4130n, 2, 1),
    run: (state, origin) => disputeColdkeySwap(state, origin),
  }),
  reset_coldkey_swap: call(128, {
    docs: "Forgets what a coldkey announced, and its dispute; for root only.",
    args: { coldkey: AccountIdT },
    weight: benchmarked(8_857_000n, 0n, 0, 2),
    run: (state, origin, { coldkey }) => resetColdkeySwap(state, origin, coldkey),
  }),
  clear_coldkey_swap_announcement: call(133, {
    docs: "Takes back the signer's announcement of a coldkey swap.",
    args: {},
    weight: benchmarked(17_890_000n, 0n, 2, 1),
    run: (state, origin) => clearColdkeySwapAnnouncement(state, origin),
  }),
};
