import { as } from "../../../codec/codec.ts";
import { option, tuple, vec } from "../../../codec/containers.ts";
import { bool, bytes, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { NotBuilt } from "../../frame/not-built.ts";
import { ensureRoot } from "../../frame/origin.ts";
import type { ReadState } from "../../frame/state.ts";
import { dbWeight, weight } from "../../frame/weight.ts";
import { TaoBalance } from "../../types/balances.ts";
import { AuthorizationListItem } from "../../types/ethereum.ts";
import { H160, H256, U256 } from "../../types/hashes.ts";
import { transferCurrency } from "../balances/currency.ts";
import { accountOfAddress } from "./accounts.ts";
import { ensureAddressTruncated, ensureMayCreate, validateTransaction } from "./check-transaction.ts";
import { gasToWeight } from "./gas.ts";
import { storage } from "./storage.ts";

const AccessList = as("Vec<(H160, Vec<H256>)>", vec(tuple(H160, vec(H256))));
const gasAndAccess = {
  value: U256,
  gas_limit: u64,
  max_fee_per_gas: U256,
  max_priority_fee_per_gas: option(U256),
  nonce: option(U256),
  access_list: AccessList,
  authorization_list: as("AuthorizationList", vec(AuthorizationListItem)),
};
/** Executing code is a later part: everything before it is exact, and there the call stops. */
const executing = {
  unbuilt: "executing code",
  weight: ({ gas_limit }: { readonly gas_limit: bigint }, { rules }: ReadState) => gasToWeight(gas_limit, rules),
};

/** What users may ask of EVM. */
export const calls = defineCalls("EVM", {
  withdraw: call(0, {
    docs: "Sends rao from an Ethereum address to the signer, whose account must begin with it.",
    args: { address: as("H160", H160), value: as("BalanceOf<T>", TaoBalance) },
    weight: weight(1_696_000n),
    run(state, origin, { address, value }) {
      const destination = ensureAddressTruncated(address, origin);
      transferCurrency(state, accountOfAddress(address), destination, value, "AllowDeath");
    },
  }),
  call: call(1, {
    docs: "Calls a contract as an Ethereum address that the signer's account begins with; value in wei.",
    args: { source: as("H160", H160), target: as("H160", H160), input: bytes, ...gasAndAccess },
    ...executing,
    run(state, origin, transaction) {
      ensureAddressTruncated(transaction.source, origin);
      validateTransaction(state, "call", transaction);
      throw new NotBuilt("EVM.call");
    },
  }),
  create: call(2, {
    docs: "Makes a contract as an Ethereum address that the signer's account begins with; value in wei.",
    args: { source: as("H160", H160), init: bytes, ...gasAndAccess },
    ...executing,
    run(state, origin, transaction) {
      ensureAddressTruncated(transaction.source, origin);
      ensureMayCreate(state, transaction.source);
      validateTransaction(state, "create", { ...transaction, input: transaction.init });
      throw new NotBuilt("EVM.create");
    },
  }),
  create2: call(3, {
    docs: "Makes a contract at an address that depends on the code and a salt; value in wei.",
    args: { source: as("H160", H160), init: bytes, salt: as("H256", H256), ...gasAndAccess },
    ...executing,
    run(state, origin, transaction) {
      ensureAddressTruncated(transaction.source, origin);
      ensureMayCreate(state, transaction.source);
      validateTransaction(state, "create", { ...transaction, input: transaction.init });
      throw new NotBuilt("EVM.create2");
    },
  }),
  set_whitelist: call(4, {
    docs: "Sets which Ethereum addresses may make contracts (root).",
    args: { new: as("Vec<H160>", vec(H160)) },
    weight: dbWeight(0, 1),
    run(state, origin, { new: allowed }) {
      ensureRoot(origin);
      storage.WhitelistedCreators.set(state, allowed);
    },
  }),
  disable_whitelist: call(5, {
    docs: "Lets every Ethereum address make contracts, or only listed ones (root).",
    args: { disabled: bool },
    weight: dbWeight(0, 1),
    run(state, origin, { disabled }) {
      ensureRoot(origin);
      storage.DisableWhitelistCheck.set(state, disabled);
    },
  }),
});
