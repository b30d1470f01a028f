import { u32, u64 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { H256 } from "../../types/hashes.ts";
import { CodeInfo, ContractInfo, DeletionQueueManager } from "./types.ts";

/** What Contracts remembers. */
export const storage = defineStorage("Contracts", {
  PristineCode: optionalMap([identity(H256)], boundedBytes(131_072), "Pristine code."),
  CodeInfoOf: optionalMap([identity(H256)], CodeInfo, "Code info of."),
  Nonce: value(u64, 0n, "Nonce."),
  ContractInfoOf: optionalMap([twox64Concat(AccountId32)], ContractInfo, "Contract info of."),
  DeletionQueue: optionalMap([twox64Concat(u32)], boundedBytes(128), "Deletion queue."),
  DeletionQueueCounter: value(
    DeletionQueueManager,
    { insert_counter: 0, delete_counter: 0 },
    "Deletion queue counter.",
  ),
  MigrationInProgress: optionalValue(boundedBytes(1_024), "Migration in progress."),
});
