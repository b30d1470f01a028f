import type { Hooks } from "../../frame/pallet.ts";
import { weightMeter } from "../../frame/weight-meter.ts";
import { constants } from "./constants.ts";
import { serviceAgendas } from "./service.ts";

/** Rust: the hooks of `pallet_scheduler`: calls that are due are made before the block's extrinsics. */
export const hooks: Hooks = {
  onInitialize(state, block) {
    const meter = weightMeter(constants.MaximumWeight.valueOf(state.rules));
    serviceAgendas(state, meter, block);
    return meter.consumed;
  },
};
