import { bytes, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensureSigned } from "../../../frame/origin.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { AccountIdT, NetUid } from "../../../types/balances.ts";
import { doRootRegister } from "../emissions/root.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";
import { doFaucet } from "../subnets/faucet.ts";
import { doRegister, doRegisterLimit } from "../subnets/registration.ts";

/** Hotkeys that join a subnet or find an owner, and the faucet of chains for testing. */
export const registrationCalls = {
  register: call(6, {
    docs: "Registers a hotkey on a subnet for the price of registration; the proof of work is not looked at any more.",
    args: { netuid: NetUid, block_number: u64, nonce: u64, work: bytes, hotkey: AccountIdT, coldkey: AccountIdT },
    weight: benchmarked(349_872_000n, 6148n, 34, 29),
    run: (state, origin, { netuid, hotkey }) => doRegister(state, origin, netuid, hotkey),
  }),
  burned_register: call(7, {
    docs: "Registers a hotkey on a subnet for the price of registration.",
    args: { netuid: NetUid, hotkey: AccountIdT },
    weight: benchmarked(336_815_000n, 6148n, 34, 29),
    run: (state, origin, { netuid, hotkey }) => doRegister(state, origin, netuid, hotkey),
  }),
  register_limit: call(134, {
    docs: "Registers a hotkey on a subnet if the price is not above the limit.",
    args: { netuid: NetUid, hotkey: AccountIdT, limit_price: u64 },
    weight: benchmarked(354_200_000n, 0n, 47, 40),
    run: (state, origin, { netuid, hotkey, limit_price }) =>
      doRegisterLimit(state, origin, netuid, hotkey, limit_price),
  }),
  root_register: call(62, {
    docs: "Registers a hotkey on root, in a free place or in that of the hotkey with the least stake.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(103_934_000n, 4981n, 19, 16),
    run: (state, origin, { hotkey }) => doRootRegister(state, origin, hotkey),
  }),
  try_associate_hotkey: call(91, {
    docs: "Makes the signer the owner of a hotkey, unless it has one.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(25_337_000n, 4283n, 3, 3),
    run: (state, origin, { hotkey }) => createAccountIfNonExistent(state, ensureSigned(origin), hotkey),
  }),
  faucet: call(60, {
    docs: "Gives the signer 1000 TAO for a little work; only on chains for testing.",
    args: { block_number: u64, nonce: u64, work: bytes },
    when: (rules) => rules.faucet,
    weight: benchmarked(91_000_000n, 0n, 27, 22),
    pays: "No",
    run: (state, origin, { block_number, nonce, work }) => doFaucet(state, origin, block_number, nonce, work),
  }),
};
