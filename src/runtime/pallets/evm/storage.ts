import { vec } from "../../../codec/containers.ts";
import { bool, bytes } from "../../../codec/primitives.ts";
import { emptyBytes } from "../../../lib/bytes.ts";
import { blake2_128Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, value } from "../../frame/storage.ts";
import { H160, H256 } from "../../types/hashes.ts";
import { CodeMetadata } from "./types.ts";

/** What EVM remembers. */
export const storage = defineStorage("EVM", {
  AccountCodes: map([blake2_128Concat(H160)], bytes, emptyBytes, "The code of each contract."),
  AccountCodesMetadata: optionalMap([blake2_128Concat(H160)], CodeMetadata, "Size and hash of each contract's code."),
  AccountStorages: map(
    [blake2_128Concat(H160), blake2_128Concat(H256)],
    H256,
    "0x0000000000000000000000000000000000000000000000000000000000000000",
    "The storage of each contract.",
  ),
  WhitelistedCreators: value(vec(H160), [], "Who may make contracts while the list is in force."),
  DisableWhitelistCheck: value(bool, false, "Whether anyone may make contracts."),
});
