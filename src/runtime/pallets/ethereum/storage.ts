import { tuple, vec } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { Block, ReceiptV4, TransactionStatus, TransactionV3 } from "../../types/ethereum.ts";
import { H256, U256 } from "../../types/hashes.ts";

/** What Ethereum remembers. */
export const storage = defineStorage("Ethereum", {
  Pending: optionalMap(
    [identity(u32)],
    tuple(TransactionV3, TransactionStatus, ReceiptV4),
    "Ethereum transactions of this block.",
  ),
  CounterForPending: value(u32, 0, "How many they are."),
  CurrentBlock: optionalValue(Block, "The Ethereum block of the last block."),
  CurrentReceipts: optionalValue(vec(ReceiptV4), "Its receipts."),
  CurrentTransactionStatuses: optionalValue(vec(TransactionStatus), "The statuses of its transactions."),
  BlockHash: map(
    [twox64Concat(U256)],
    H256,
    "0x0000000000000000000000000000000000000000000000000000000000000000",
    "Hashes of the last Ethereum blocks.",
  ),
});
