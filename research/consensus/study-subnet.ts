import { rootOrigin } from "../../src/runtime/frame/origin.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";
import { initNewNetwork } from "../../src/runtime/pallets/subtensor/subnets/register-network.ts";
import { wholeRuntime, wholeState } from "../../src/runtime/pallets/subtensor/testing/whole-state.ts";
import { epochWithMechanisms } from "../../src/runtime/pallets/subtensor/yuma/run-epoch.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import type { AccountId } from "../../src/runtime/types/account-id.ts";

/** The subnet that the study runs on. */
export const netuid = 1;

/** What an epoch hands out, alpha rao. */
export const emission = 1_000_000_000n;

/** The hotkey of a uid, which is its coldkey too. */
export const keyOf = (uid: number): AccountId => `0x${(uid + 1).toString(16).padStart(4, "0").repeat(16)}`;

/** Dispatches a call for the study's subnet. @throws what the call fails with. */
export function callAs(
  state: WriteState,
  who: AccountId | "root",
  pallet: string,
  name: string,
  args: Readonly<Record<string, unknown>>,
): void {
  const origin = who === "root" ? rootOrigin : wholeRuntime.signed(who);
  wholeRuntime.dispatch(state, { pallet, name, args: { netuid, ...args } }, origin);
}

/** A setting of AdminUtils, by the root origin. */
export function setByRoot(state: WriteState, name: string, args: Readonly<Record<string, unknown>>): void {
  callAs(state, "root", "AdminUtils", `sudo_set_${name}`, args);
}

/** Block 1 of the whole runtime, with an empty subnet whose weights are set in the open and at any time. */
export function emptySubnet(tempo: number): WriteState {
  const state = wholeState(1);
  initNewNetwork(state, netuid, tempo);
  setByRoot(state, "admin_freeze_window", { window: 0 });
  setByRoot(state, "stake_threshold", { min_stake: 0n });
  setByRoot(state, "commit_reveal_weights_enabled", { enabled: false });
  setByRoot(state, "weights_set_rate_limit", { weights_set_rate_limit: 0n });
  setByRoot(state, "min_allowed_weights", { min_allowed_weights: 1 });
  return state;
}

/** Goes on to the next block and runs the epoch there, as the chain does. */
export function nextBlockWithEpoch(state: WriteState): void {
  system.Number.set(state, system.Number.get(state) + 1);
  epochWithMechanisms(state, netuid, emission);
}
