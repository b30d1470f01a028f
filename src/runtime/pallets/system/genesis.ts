import { encode } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import type { Hex } from "../../../lib/bytes.ts";
import type { WriteState } from "../../frame/state.ts";
import { constants } from "./constants.ts";
import { extrinsicIndexKey } from "./initialize.ts";
import { storage } from "./storage.ts";

/** What the genesis block names as its parent, which the original also keeps as the hash of block 0 until block 1. */
const genesisParent: Hex = `0x${"45".repeat(32)}`;

/** Answers to `frame_system::GenesisConfig::build`: no migration runs on a fresh chain, since this version wrote it. */
export function genesis(state: WriteState): void {
  const { spec_name, spec_version } = constants.Version.valueOf(state.rules);
  storage.BlockHash.at(0).set(state, genesisParent);
  storage.ParentHash.set(state, genesisParent);
  storage.LastRuntimeUpgrade.set(state, { spec_version, spec_name });
  storage.UpgradedToU32RefCount.set(state, true);
  storage.UpgradedToTripleRefCount.set(state, true);
  state.put(extrinsicIndexKey, encode(u32, 0));
}
