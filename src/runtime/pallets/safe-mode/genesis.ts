import { maybeShape, u32Shape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { storage } from "./storage.ts";

/** Until which block the safe mode lasts. Rust: pallet-safe-mode `GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "safeMode",
  fields: { enteredUntil: maybeShape(u32Shape) },
  defaults: { enteredUntil: null },
  build(state, { enteredUntil }) {
    if (enteredUntil !== undefined) storage.EnteredUntil.set(state, enteredUntil);
  },
});
