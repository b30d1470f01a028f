import { option, result, tuple, vec } from "../../codec/containers.ts";
import { bool, bytes, u64, unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { DispatchError } from "../types/dispatch-error.ts";
import {
  AuthorizationListItem,
  Basic,
  Block,
  ExecutionInfoV2OfH160,
  ExecutionInfoV2OfVecOfU8,
  ReceiptV4,
  TransactionStatus,
  TransactionV3,
} from "../types/ethereum.ts";
import { H160, H256, U256 } from "../types/hashes.ts";
import { Header, Permill } from "../types/substrate.ts";

/** EthereumRuntimeRPCApi. */
export const ethereumRuntimeRPCApi = runtimeApi("EthereumRuntimeRPCApi", 6, "Ethereum runtime RPC api.", {
  chain_id: query("Chain id.", {}, u64),
  account_basic: query("Account basic.", { address: H160 }, Basic),
  gas_price: query("Gas price.", {}, U256),
  account_code_at: query("Account code at.", { address: H160 }, bytes),
  author: query("Author.", {}, H160),
  storage_at: query("Storage at.", { address: H160, index: U256 }, H256),
  call: query(
    "Call.",
    {
      from: H160,
      to: H160,
      data: bytes,
      value: U256,
      gas_limit: U256,
      max_fee_per_gas: option(U256),
      max_priority_fee_per_gas: option(U256),
      nonce: option(U256),
      estimate: bool,
      access_list: option(vec(tuple(H160, vec(H256)))),
      authorization_list: option(vec(AuthorizationListItem)),
    },
    result(ExecutionInfoV2OfVecOfU8, DispatchError),
  ),
  create: query(
    "Create.",
    {
      from: H160,
      data: bytes,
      value: U256,
      gas_limit: U256,
      max_fee_per_gas: option(U256),
      max_priority_fee_per_gas: option(U256),
      nonce: option(U256),
      estimate: bool,
      access_list: option(vec(tuple(H160, vec(H256)))),
      authorization_list: option(vec(AuthorizationListItem)),
    },
    result(ExecutionInfoV2OfH160, DispatchError),
  ),
  current_block: query("Current block.", {}, option(Block)),
  current_receipts: query("Current receipts.", {}, option(vec(ReceiptV4))),
  current_transaction_statuses: query("Current transaction statuses.", {}, option(vec(TransactionStatus))),
  current_all: query("Current all.", {}, tuple(option(Block), option(vec(ReceiptV4)), option(vec(TransactionStatus)))),
  extrinsic_filter: query("Extrinsic filter.", { xts: vec(UncheckedExtrinsic) }, vec(TransactionV3)),
  elasticity: query("Elasticity.", {}, option(Permill)),
  gas_limit_multiplier_support: query("Gas limit multiplier support.", {}, unit),
  pending_block: query(
    "Pending block.",
    { xts: vec(UncheckedExtrinsic) },
    tuple(option(Block), option(vec(TransactionStatus))),
  ),
  initialize_pending_block: query("Initialize pending block.", { header: Header }, unit),
});
