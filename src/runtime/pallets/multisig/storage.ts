import { fixedHex } from "../../../codec/primitives.ts";
import { blake2_128Concat, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { Multisig } from "./types.ts";

/** What Multisig remembers. */
export const storage = defineStorage("Multisig", {
  Multisigs: optionalMap(
    [twox64Concat(AccountId32), blake2_128Concat(fixedHex(32))],
    Multisig,
    "The open operations of an account, by the hash of the call.",
  ),
});
