import { as } from "../../../../codec/codec.ts";
import { u32, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { byRoot, everywhere } from "../setters.ts";

/** How often and how late hotkeys and coldkeys are swapped. */
export const keySwapCalls = {
  sudo_set_tx_rate_limit: call(2, {
    docs: "Sets how many blocks lie between two hotkey swaps of a coldkey.",
    args: { tx_rate_limit: u64 },
    weight: benchmarked(5_440_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("tx_rate_limit", subtensor.TxRateLimit, subtensorEvents.TxRateLimitSet),
    }),
  }),
  sudo_set_coldkey_swap_announcement_delay: call(86, {
    docs: "Sets how many blocks after its announcement a coldkey is swapped.",
    args: { duration: as("BlockNumberFor<T>", u32) },
    weight: benchmarked(5_370_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere(
        "duration",
        subtensor.ColdkeySwapAnnouncementDelay,
        subtensorEvents.ColdkeySwapAnnouncementDelaySet,
      ),
    }),
  }),
  sudo_set_coldkey_swap_reannouncement_delay: call(87, {
    docs: "Sets how many blocks later another swap may be announced.",
    args: { duration: as("BlockNumberFor<T>", u32) },
    weight: benchmarked(5_360_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere(
        "duration",
        subtensor.ColdkeySwapReannouncementDelay,
        subtensorEvents.ColdkeySwapReannouncementDelaySet,
      ),
    }),
  }),
};
