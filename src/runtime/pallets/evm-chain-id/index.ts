import { definePallet } from "../../frame/pallet.ts";
import { storage } from "./storage.ts";

/** The pallet EVMChainId. */
export const evmChainId = definePallet({
  name: "EVMChainId",
  docs: "EVM chain id.",
  module: "unknown",
  storage,
});
