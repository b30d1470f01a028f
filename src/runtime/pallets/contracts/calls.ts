import { as } from "../../../codec/codec.ts";
import { compact, option } from "../../../codec/containers.ts";
import { bytes, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { H256 } from "../../types/hashes.ts";
import { MultiAddress, Weight } from "../../types/substrate.ts";
import { Determinism } from "./types.ts";

/** What users may ask of Contracts. */
export const calls = defineCalls("Contracts", {
  call_old_weight: call(0, {
    docs: "Calls a contract, with the gas as time alone.",
    deprecated: "Use call.",
    args: {
      dest: as("AccountIdLookupOf<T>", MultiAddress),
      value: as("BalanceOf<T>", compact(u64)),
      gas_limit: as("OldWeight", compact(u64)),
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      data: bytes,
    },
  }),
  instantiate_with_code_old_weight: call(1, {
    docs: "Uploads code and makes a contract of it, with the gas as time alone.",
    deprecated: "Use instantiate_with_code.",
    args: {
      value: as("BalanceOf<T>", compact(u64)),
      gas_limit: as("OldWeight", compact(u64)),
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      code: bytes,
      data: bytes,
      salt: bytes,
    },
  }),
  instantiate_old_weight: call(2, {
    docs: "Makes a contract of uploaded code, with the gas as time alone.",
    deprecated: "Use instantiate.",
    args: {
      value: as("BalanceOf<T>", compact(u64)),
      gas_limit: as("OldWeight", compact(u64)),
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      code_hash: as("CodeHash<T>", H256),
      data: bytes,
      salt: bytes,
    },
  }),
  upload_code: call(3, {
    docs: "Uploads the WebAssembly of contracts for a deposit in rao, which lasts until it is removed.",
    args: {
      code: bytes,
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      determinism: as("Determinism", Determinism),
    },
  }),
  remove_code: call(4, {
    docs: "Removes code that the signer uploaded and no contract uses; its deposit goes back.",
    args: { code_hash: as("CodeHash<T>", H256) },
  }),
  set_code: call(5, {
    docs: "Gives a contract other code (root).",
    args: { dest: as("AccountIdLookupOf<T>", MultiAddress), code_hash: as("CodeHash<T>", H256) },
  }),
  call: call(6, {
    docs: "Calls a contract, or sends rao to an account; gas is a weight, the deposit limit rao.",
    args: {
      dest: as("AccountIdLookupOf<T>", MultiAddress),
      value: as("BalanceOf<T>", compact(u64)),
      gas_limit: as("Weight", Weight),
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      data: bytes,
    },
  }),
  instantiate_with_code: call(7, {
    docs: "Uploads code and makes a contract of it, at an address that depends on signer, code, data and salt.",
    args: {
      value: as("BalanceOf<T>", compact(u64)),
      gas_limit: as("Weight", Weight),
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      code: bytes,
      data: bytes,
      salt: bytes,
    },
  }),
  instantiate: call(8, {
    docs: "Makes a contract of uploaded code, at an address that depends on signer, code, data and salt.",
    args: {
      value: as("BalanceOf<T>", compact(u64)),
      gas_limit: as("Weight", Weight),
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      code_hash: as("CodeHash<T>", H256),
      data: bytes,
      salt: bytes,
    },
  }),
  migrate: call(9, {
    docs: "Carries on a migration of the contracts' storage; free when it does something.",
    args: { weight_limit: as("Weight", Weight) },
  }),
});
