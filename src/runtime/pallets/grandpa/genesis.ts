import { addressShape } from "../../frame/genesis-forms.ts";
import { listShape, tupleShape, u64Shape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { panicUnless } from "../../frame/panic.ts";
import { storage } from "./storage.ts";

/** Who finalizes: ed25519 public keys, each with its weight. Rust: pallet-grandpa `GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "grandpa",
  fields: { authorities: listShape(tupleShape(addressShape, u64Shape)) },
  defaults: { authorities: [] },
  build(state, { authorities }) {
    storage.CurrentSetId.set(state, 0n);
    if (authorities.length > 0) {
      panicUnless(storage.Authorities.get(state).length === 0, "Authorities are already initialized!");
      panicUnless(
        authorities.length <= 32,
        "Grandpa: `Config::MaxAuthorities` is smaller than the number of genesis authorities",
      );
      storage.Authorities.set(state, authorities);
    }
    storage.SetIdSession.at(0n).set(state, 0);
  },
});
