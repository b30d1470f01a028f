import { as } from "../../../codec/codec.ts";
import { bytes, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { H256 } from "../../types/hashes.ts";
import { Origin } from "./types.ts";

/** What Contracts tells of, by wire index. */
export const events = defineEvents("Contracts", {
  Instantiated: event("A contract was made.", { deployer: AccountIdT, contract: AccountIdT }),
  Terminated: event("A contract ended itself; what it held went to the beneficiary.", {
    contract: AccountIdT,
    beneficiary: AccountIdT,
  }),
  CodeStored: event("Code was uploaded, for a deposit in rao.", {
    code_hash: as("T::Hash", H256),
    deposit_held: as("BalanceOf<T>", u64),
    uploader: AccountIdT,
  }),
  ContractEmitted: event("A contract told something; the bytes are its own.", { contract: AccountIdT, data: bytes }),
  CodeRemoved: event("Code was removed, and its deposit in rao freed.", {
    code_hash: as("T::Hash", H256),
    deposit_released: as("BalanceOf<T>", u64),
    remover: AccountIdT,
  }),
  ContractCodeUpdated: event("A contract got other code.", {
    contract: AccountIdT,
    new_code_hash: as("T::Hash", H256),
    old_code_hash: as("T::Hash", H256),
  }),
  Called: event("A contract was called, by an account or by root.", {
    caller: as("Origin<T>", Origin),
    contract: AccountIdT,
  }),
  DelegateCalled: event("A contract ran the code of another as its own.", {
    contract: AccountIdT,
    code_hash: as("CodeHash<T>", H256),
  }),
  StorageDepositTransferredAndHeld: event("Rao were taken from an account and held with a contract for storage.", {
    from: AccountIdT,
    to: AccountIdT,
    amount: as("BalanceOf<T>", u64),
  }),
  StorageDepositTransferredAndReleased: event("Rao held with a contract for storage were freed.", {
    from: AccountIdT,
    to: AccountIdT,
    amount: as("BalanceOf<T>", u64),
  }),
});
