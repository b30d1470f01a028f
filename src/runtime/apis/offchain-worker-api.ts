import { unit } from "../../codec/primitives.ts";
import { headerHash } from "../executive/block.ts";
import { RuntimePanic } from "../frame/panic.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { storage as drand } from "../pallets/drand/storage.ts";
import { initialize } from "../pallets/system/initialize.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { Header } from "../types/substrate.ts";

/**
 * What nodes do after each block beside the chain: only Drand has something, which needs the network. A call from outside
 * has none, here as in the original; our nodes run that work themselves (src/engine/native/drand).
 */
export const offchainWorkerApi = runtimeApi("OffchainWorkerApi", 2, "What nodes do after a block.", {
  offchain_worker: query(
    "Runs the pallets' work after a block; from outside it ends where that needs the network.",
    { header: Header },
    unit,
    (state, { header }) => {
      initialize(state, header.number, header.parent_hash, header.digest);
      system.BlockHash.at(header.number).set(state, headerHash(header));
      if (drand.NextUnsignedAt.get(state) > header.number) return undefined;
      throw new RuntimePanic("timestamp can be called only in the offchain worker context");
    },
  ),
});
