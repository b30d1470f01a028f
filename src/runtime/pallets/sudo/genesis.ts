import { addressShape } from "../../frame/genesis-forms.ts";
import { maybeShape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { storage } from "./storage.ts";

/** Whose calls root makes, if anybody's. Rust: pallet-sudo `GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "sudo",
  fields: { key: maybeShape(addressShape) },
  defaults: { key: null },
  build(state, { key }) {
    if (key === undefined) storage.Key.remove(state);
    else storage.Key.set(state, key);
  },
});
