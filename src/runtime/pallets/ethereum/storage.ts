import { tuple, vec } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { Block, ReceiptV4, TransactionStatus, TransactionV3 } from "../../types/ethereum.ts";
import { H256, U256 } from "../../types/hashes.ts";

/** What Ethereum remembers. */
export const storage = defineStorage("Ethereum", {
  Pending: optionalMap([identity(u32)], tuple(TransactionV3, TransactionStatus, ReceiptV4), "Pending."),
  CounterForPending: value(u32, 0, "Counter for pending."),
  CurrentBlock: optionalValue(Block, "Current block."),
  CurrentReceipts: optionalValue(vec(ReceiptV4), "Current receipts."),
  CurrentTransactionStatuses: optionalValue(vec(TransactionStatus), "Current transaction statuses."),
  BlockHash: map(
    [twox64Concat(U256)],
    H256,
    "0x0000000000000000000000000000000000000000000000000000000000000000",
    "Block hash.",
  ),
});
