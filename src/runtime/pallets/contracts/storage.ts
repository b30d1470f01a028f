import { u32, u64 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { H256 } from "../../types/hashes.ts";
import { CodeInfo, ContractInfo, DeletionQueueManager } from "./types.ts";

/** What Contracts remembers. */
export const storage = defineStorage("Contracts", {
  PristineCode: optionalMap([identity(H256)], boundedBytes(131_072), "Uploaded code by its hash."),
  CodeInfoOf: optionalMap(
    [identity(H256)],
    CodeInfo,
    "Who uploaded code, the deposit in rao, and how many contracts use it, by its hash.",
  ),
  Nonce: value(u64, 0n, "How many contracts have been made; trie ids are made from it."),
  ContractInfoOf: optionalMap(
    [twox64Concat(AccountId32)],
    ContractInfo,
    "The contracts by address: code, the trie they keep, and deposits in rao.",
  ),
  DeletionQueue: optionalMap(
    [twox64Concat(u32)],
    boundedBytes(128),
    "Tries of ended contracts that are still to be removed.",
  ),
  DeletionQueueCounter: value(
    DeletionQueueManager,
    { insert_counter: 0, delete_counter: 0 },
    "How many tries were put into that queue, and how many were removed.",
  ),
  MigrationInProgress: optionalValue(boundedBytes(1_024), "How far a migration has come, while one goes on."),
});
