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
    docs: "Call old weight.",
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
    docs: "Instantiate with code old weight.",
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
    docs: "Instantiate old weight.",
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
    docs: "Upload code.",
    args: {
      code: bytes,
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      determinism: as("Determinism", Determinism),
    },
  }),
  remove_code: call(4, {
    docs: "Remove code.",
    args: { code_hash: as("CodeHash<T>", H256) },
  }),
  set_code: call(5, {
    docs: "Set code.",
    args: { dest: as("AccountIdLookupOf<T>", MultiAddress), code_hash: as("CodeHash<T>", H256) },
  }),
  call: call(6, {
    docs: "Call.",
    args: {
      dest: as("AccountIdLookupOf<T>", MultiAddress),
      value: as("BalanceOf<T>", compact(u64)),
      gas_limit: as("Weight", Weight),
      storage_deposit_limit: as("Option<<BalanceOf<T> as codec::HasCompact>::Type>", option(compact(u64))),
      data: bytes,
    },
  }),
  instantiate_with_code: call(7, {
    docs: "Instantiate with code.",
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
    docs: "Instantiate.",
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
    docs: "Migrate.",
    args: { weight_limit: as("Weight", Weight) },
  }),
});
