import { least } from "../../../lib/integers.ts";
import type { Hooks } from "../../frame/pallet.ts";
import type { WriteState } from "../../frame/state.ts";
import { addWeight, dbWeight } from "../../frame/weight.ts";
import { constants as system } from "../system/constants.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

const million = 1_000_000n;
/** How full a block is when the fee stays, in millionths. Rust: `BaseFeeThreshold::ideal`. */
const ideal = 500_000n;
const defaultBaseFee = 20_000_000_000n;
/** The fee falls no lower. */
const lowestBaseFee = (defaultBaseFee * ideal) / million;
const tooMuch = 1n << 256n;

/** Weight of the block so far as a part of the greatest, in millionths, rounded down. */
function usageOf(state: WriteState): bigint {
  const { normal, operational, mandatory } = systemStorage.BlockWeight.get(state);
  const used = addWeight(normal, operational, mandatory).ref_time;
  const most = system.BlockWeights.valueOf(state.rules).max_block.ref_time;
  return least((used * million) / most, million);
}

/** Moves the fee towards what the block's fullness asks for. */
function adjust(state: WriteState, elasticity: bigint, distance: bigint, direction: "up" | "down"): void {
  const coefficient = (elasticity * distance * 2n) / million;
  storage.BaseFeePerGas.mutate(state, (fee) => {
    const scaled = fee * coefficient;
    if (scaled >= tooMuch) {
      state.emit(events.BaseFeeOverflow());
      return fee;
    }
    const step = scaled / million;
    if (direction === "up") return least(fee + step, tooMuch - 1n);
    return fee - step >= lowestBaseFee ? fee - step : lowestBaseFee;
  });
}

/** Rust: the hooks of `pallet_base_fee`. */
export const hooks: Hooks = {
  onInitialize: () => dbWeight(2, 1),
  onFinalize(state) {
    const elasticity = BigInt(storage.Elasticity.get(state));
    if (elasticity === 0n) return;
    const usage = usageOf(state);
    if (usage > ideal) adjust(state, elasticity, usage - ideal, "up");
    else if (usage < ideal) adjust(state, elasticity, ideal - usage, "down");
  },
};
