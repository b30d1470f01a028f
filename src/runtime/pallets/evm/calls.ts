import { as } from "../../../codec/codec.ts";
import { option, tuple, vec } from "../../../codec/containers.ts";
import { bool, bytes, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { AuthorizationListItem } from "../../types/ethereum.ts";
import { H160, H256, U256 } from "../../types/hashes.ts";

/** What users may ask of EVM. */
export const calls = defineCalls("EVM", {
  withdraw: call(0, {
    docs: "Withdraw.",
    args: { address: as("H160", H160), value: as("BalanceOf<T>", u64) },
  }),
  call: call(1, {
    docs: "Call.",
    args: {
      source: as("H160", H160),
      target: as("H160", H160),
      input: bytes,
      value: U256,
      gas_limit: u64,
      max_fee_per_gas: U256,
      max_priority_fee_per_gas: option(U256),
      nonce: option(U256),
      access_list: as("Vec<(H160, Vec<H256>)>", vec(tuple(H160, vec(H256)))),
      authorization_list: as("AuthorizationList", vec(AuthorizationListItem)),
    },
  }),
  create: call(2, {
    docs: "Create.",
    args: {
      source: as("H160", H160),
      init: bytes,
      value: U256,
      gas_limit: u64,
      max_fee_per_gas: U256,
      max_priority_fee_per_gas: option(U256),
      nonce: option(U256),
      access_list: as("Vec<(H160, Vec<H256>)>", vec(tuple(H160, vec(H256)))),
      authorization_list: as("AuthorizationList", vec(AuthorizationListItem)),
    },
  }),
  create2: call(3, {
    docs: "Create2.",
    args: {
      source: as("H160", H160),
      init: bytes,
      salt: as("H256", H256),
      value: U256,
      gas_limit: u64,
      max_fee_per_gas: U256,
      max_priority_fee_per_gas: option(U256),
      nonce: option(U256),
      access_list: as("Vec<(H160, Vec<H256>)>", vec(tuple(H160, vec(H256)))),
      authorization_list: as("AuthorizationList", vec(AuthorizationListItem)),
    },
  }),
  set_whitelist: call(4, {
    docs: "Set whitelist.",
    args: { new: as("Vec<H160>", vec(H160)) },
  }),
  disable_whitelist: call(5, {
    docs: "Disable whitelist.",
    args: { disabled: bool },
  }),
});
