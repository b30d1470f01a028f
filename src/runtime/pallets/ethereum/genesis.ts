import type { StateKey } from "../../../lib/bytes.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { storeBlock } from "./store-block.ts";

/** Where frontier notes the layout of its storage. */
const schemaKey: StateKey = ":ethereum_schema";
/** `EthereumStorageSchema::V3`. */
const schemaV3 = new Uint8Array([3]);

/** The Ethereum genesis block, over all that was built before it. Rust: frontier `pallet_ethereum::GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "ethereum",
  fields: {},
  defaults: {},
  build(state) {
    storeBlock(state, 0n);
    state.put(schemaKey, schemaV3);
  },
});
