import { definePallet } from "../../frame/pallet.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";

/** The pallet EVMChainId. */
export const evmChainId = definePallet({
  name: "EVMChainId",
  docs: "The chain id that Ethereum tools see.",
  module: "unknown",
  storage,
  genesis,
});
