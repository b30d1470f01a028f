import type { StateKey } from "../../../lib/bytes.ts";
import type { WriteState } from "../../frame/state.ts";
import { storeBlock } from "./store-block.ts";

/** Where frontier notes the layout of its storage. */
const schemaKey: StateKey = ":ethereum_schema";
/** `EthereumStorageSchema::V3`. */
const schemaV3 = new Uint8Array([3]);

/** Answers to `pallet_ethereum::GenesisConfig::build`: the Ethereum genesis block, over all that was built before it. */
export function genesis(state: WriteState): void {
  storeBlock(state, 0n);
  state.put(schemaKey, schemaV3);
}
