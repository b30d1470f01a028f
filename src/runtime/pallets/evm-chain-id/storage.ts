import { u64 } from "../../../codec/primitives.ts";
import { defineStorage, value } from "../../frame/storage.ts";

/** What EVMChainId remembers. */
export const storage = defineStorage("EVMChainId", {
  ChainId: value(u64, 0n, "The chain id that Ethereum tools see."),
});
