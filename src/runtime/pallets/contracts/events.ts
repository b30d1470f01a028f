import { as } from "../../../codec/codec.ts";
import { bytes, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { H256 } from "../../types/hashes.ts";
import { Origin } from "./types.ts";

/** What Contracts tells of, by wire index. */
export const events = defineEvents("Contracts", {
  Instantiated: event("Instantiated.", { deployer: AccountIdT, contract: AccountIdT }),
  Terminated: event("Terminated.", { contract: AccountIdT, beneficiary: AccountIdT }),
  CodeStored: event("Code stored.", {
    code_hash: as("T::Hash", H256),
    deposit_held: as("BalanceOf<T>", u64),
    uploader: AccountIdT,
  }),
  ContractEmitted: event("Contract emitted.", { contract: AccountIdT, data: bytes }),
  CodeRemoved: event("Code removed.", {
    code_hash: as("T::Hash", H256),
    deposit_released: as("BalanceOf<T>", u64),
    remover: AccountIdT,
  }),
  ContractCodeUpdated: event("Contract code updated.", {
    contract: AccountIdT,
    new_code_hash: as("T::Hash", H256),
    old_code_hash: as("T::Hash", H256),
  }),
  Called: event("Called.", { caller: as("Origin<T>", Origin), contract: AccountIdT }),
  DelegateCalled: event("Delegate called.", { contract: AccountIdT, code_hash: as("CodeHash<T>", H256) }),
  StorageDepositTransferredAndHeld: event("Storage deposit transferred and held.", {
    from: AccountIdT,
    to: AccountIdT,
    amount: as("BalanceOf<T>", u64),
  }),
  StorageDepositTransferredAndReleased: event("Storage deposit transferred and released.", {
    from: AccountIdT,
    to: AccountIdT,
    amount: as("BalanceOf<T>", u64),
  }),
});
