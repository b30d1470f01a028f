import { addressShape } from "../../frame/genesis-forms.ts";
import { listShape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { panicUnless } from "../../frame/panic.ts";
import { storage } from "./storage.ts";

/** Who makes blocks, as sr25519 public keys. Rust: pallet-aura `GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "aura",
  fields: { authorities: listShape(addressShape) },
  defaults: { authorities: [] },
  build(state, { authorities }) {
    if (authorities.length === 0) return;
    panicUnless(storage.Authorities.get(state).length === 0, "Authorities are already initialized!");
    panicUnless(authorities.length <= 32, "Initial authority set must be less than T::MaxAuthorities");
    storage.Authorities.set(state, authorities);
  },
});
