import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import type { Guard } from "./guard.ts";

/** What a coldkey may still do between announcing its swap and the swap. */
const allowed = new Set([
  "SubtensorModule.announce_coldkey_swap",
  "SubtensorModule.swap_coldkey_announced",
  "SubtensorModule.dispute_coldkey_swap",
  "SubtensorModule.clear_coldkey_swap_announcement",
  "MevShield.submit_encrypted",
]);

const weight = benchmarked(17_583_000n, 4198n, 2, 0);

/**
 * A coldkey that announced its swap may only go on with it; one whose swap is disputed may do nothing. It is checked,
 * and so costs, for every call.
 * @throws ColdkeySwapDisputed, ColdkeySwapAnnounced.
 * Rust: `pallets/subtensor/src/guards/check_coldkey_swap.rs CheckColdkeySwap`.
 */
export const checkColdkeySwap: Guard = {
  name: "CheckColdkeySwap",
  weight: () => weight,
  check(state, who, call) {
    if (!storage.ColdkeySwapAnnouncements.at(who).exists(state)) return;
    ensure(!storage.ColdkeySwapDisputes.at(who).exists(state), errors.ColdkeySwapDisputed);
    if (!allowed.has(`${call.pallet}.${call.name}`)) fail(errors.ColdkeySwapAnnounced);
  },
};
