import { as } from "../../../../codec/codec.ts";
import { bool, u8, u16 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { NetUid } from "../../../types/balances.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { doSetSnOwnerHotkey } from "../../subtensor/subnets/subnet.ts";
import { applyTempoWithCycleReset } from "../../subtensor/utils/misc.ts";
import { ownerUpdate } from "../../subtensor/utils/rate-limiting.ts";
import { errors } from "../errors.ts";
import { byOwner, byRoot, byRootOnSubnet, everywhere, onSubnet } from "../setters.ts";

/** How one subnet is run: its tempo, its owner's hotkey, its token, and when its settings may change. */
export const subnetCalls = {
  sudo_set_tempo: call(30, {
    docs: "Sets the tempo of a subnet in blocks; its cycle starts again.",
    args: { netuid: NetUid, tempo: u16 },
    weight: benchmarked(36_298_000n, 4383n, 5, 2),
    run: byRootOnSubnet({
      window: true,
      exists: true,
      set: (state, { netuid, tempo }) => {
        applyTempoWithCycleReset(state, netuid, tempo);
      },
    }),
  }),
  sudo_set_max_epochs_per_block: call(96, {
    docs: "Sets how many epochs may run in one block.",
    args: { max_epochs_per_block: u8 },
    weight: benchmarked(5_530_000n, 0n, 0, 1),
    run: byRoot({
      check: (_state, { max_epochs_per_block }) => {
        ensure(max_epochs_per_block >= 1, errors.ValueNotInBounds);
      },
      set: everywhere("max_epochs_per_block", subtensor.MaxEpochsPerBlock, subtensorEvents.MaxEpochsPerBlockSet),
    }),
  }),
  sudo_set_subnet_owner_hotkey: call(64, {
    docs: "Sets the hotkey that stands for a subnet's owner, once a week.",
    args: { netuid: NetUid, hotkey: as("<T as frame_system::Config>::AccountId", AccountId32) },
    weight: benchmarked(3_918_000n, 0n, 0, 1),
    run: (state, origin, { netuid, hotkey }) => doSetSnOwnerHotkey(state, origin, netuid, hotkey),
  }),
  sudo_set_sn_owner_hotkey: call(67, {
    docs: "Sets the hotkey that stands for a subnet's owner, once a week.",
    args: { netuid: NetUid, hotkey: as("<T as frame_system::Config>::AccountId", AccountId32) },
    weight: benchmarked(25_687_000n, 4177n, 2, 2),
    run: (state, origin, { netuid, hotkey }) => doSetSnOwnerHotkey(state, origin, netuid, hotkey),
  }),
  sudo_set_subtoken_enabled: call(66, {
    docs: "Opens or closes the trade of a subnet's token.",
    args: { netuid: NetUid, subtoken_enabled: bool },
    weight: benchmarked(25_467_000n, 4280n, 4, 1),
    run: byRootOnSubnet({
      window: true,
      set: onSubnet("subtoken_enabled", subtensor.SubtokenEnabled),
    }),
  }),
  sudo_set_toggle_transfer: call(61, {
    docs: "Allows or forbids that stake on a subnet moves to another coldkey.",
    args: { netuid: NetUid, toggle: bool },
    weight: benchmarked(28_343_000n, 4280n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("TransferEnabled"),
      set: onSubnet("toggle", subtensor.TransferToggle, subtensorEvents.TransferToggle),
    }),
  }),
  sudo_set_admin_freeze_window: call(74, {
    docs: "Sets for how many blocks before an epoch a subnet's settings stay as they are.",
    args: { window: u16 },
    weight: benchmarked(5_450_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("window", subtensor.AdminFreezeWindow, subtensorEvents.AdminFreezeWindowSet),
    }),
  }),
  sudo_set_owner_hparam_rate_limit: call(75, {
    docs: "Sets how many tempos lie between two changes of one setting by an owner.",
    args: { epochs: u16 },
    weight: benchmarked(5_471_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("epochs", subtensor.OwnerHyperparamRateLimit, subtensorEvents.OwnerHyperparamRateLimitSet),
    }),
  }),
};
