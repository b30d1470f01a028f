import { encode } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import type { WriteState } from "../../frame/state.ts";
import { constants } from "./constants.ts";
import { extrinsicIndexKey } from "./initialize.ts";
import { storage } from "./storage.ts";

/** What the genesis block names as its parent, which the original also keeps as the hash of block 0 until block 1. */
const genesisParent: Hex = `0x${"45".repeat(32)}`;

function build(state: WriteState): void {
  const { spec_name, spec_version } = constants.Version.valueOf(state.rules);
  storage.BlockHash.at(0).set(state, genesisParent);
  storage.ParentHash.set(state, genesisParent);
  storage.LastRuntimeUpgrade.set(state, { spec_version, spec_name });
  storage.UpgradedToU32RefCount.set(state, true);
  storage.UpgradedToTripleRefCount.set(state, true);
  state.put(extrinsicIndexKey, encode(u32, 0));
}

/** No migration runs on a fresh chain, since this version wrote it. Rust: frame-system `GenesisConfig::build`. */
export const genesis = palletGenesis({ section: "system", fields: {}, defaults: {}, build });
