import { option, result } from "../../codec/containers.ts";
import { bytes, u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { getStorage } from "../pallets/contracts/get-storage.ts";
import {
  Code,
  CodeUploadReturnValue,
  ContractAccessError,
  ContractExecResult,
  ContractInstantiateResult,
  Determinism,
} from "../pallets/contracts/types.ts";
import { AccountId32 } from "../types/account-id.ts";
import { DispatchError } from "../types/dispatch-error.ts";
import { Weight } from "../types/substrate.ts";

/** Rust: pallet-contracts: src/lib.rs ContractsApi. Executing contracts is not built. */
export const contractsApi = runtimeApi("ContractsApi", 2, "Ink contracts.", {
  call: query(
    "Calls a contract without a transaction: result, gas used and deposit in rao.",
    {
      origin: AccountId32,
      dest: AccountId32,
      value: u64,
      gas_limit: option(Weight),
      storage_deposit_limit: option(u64),
      input_data: bytes,
    },
    ContractExecResult,
  ),
  instantiate: query(
    "Makes a contract without a transaction: its address, gas used and deposit in rao.",
    {
      origin: AccountId32,
      value: u64,
      gas_limit: option(Weight),
      storage_deposit_limit: option(u64),
      code: Code,
      data: bytes,
      salt: bytes,
    },
    ContractInstantiateResult,
  ),
  upload_code: query(
    "Uploads code without a transaction: its hash and deposit in rao.",
    { origin: AccountId32, code: bytes, storage_deposit_limit: option(u64), determinism: Determinism },
    result(CodeUploadReturnValue, DispatchError),
  ),
  get_storage: query(
    "What a contract keeps under a key.",
    { address: AccountId32, key: bytes },
    result(option(bytes), ContractAccessError),
    (state, { address, key }) => getStorage(state, address, key),
  ),
});
