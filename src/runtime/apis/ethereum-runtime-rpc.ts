import type { Infer } from "../../codec/codec.ts";
import { option, result, tuple, vec } from "../../codec/containers.ts";
import { bool, bytes, u64, unit } from "../../codec/primitives.ts";
import type { Hex } from "../../lib/bytes.ts";
import { applyExtrinsic } from "../executive/apply-extrinsic.ts";
import { initializeBlock } from "../executive/block.ts";
import { startOf } from "../executive/execute-block.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { blockAuthorH160 } from "../pallets/aura/slots.ts";
import { storage as baseFee } from "../pallets/base-fee/storage.ts";
import { storage as ethereum } from "../pallets/ethereum/storage.ts";
import { hooks as ethereumHooks } from "../pallets/ethereum/store-block.ts";
import { accountBasic } from "../pallets/evm/accounts.ts";
import { storage as evm } from "../pallets/evm/storage.ts";
import { storage as evmChainId } from "../pallets/evm-chain-id/storage.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { DispatchError } from "../types/dispatch-error.ts";
import {
  AuthorizationListItem,
  Basic,
  Block,
  CallInfo,
  CreateInfo,
  ReceiptV4,
  TransactionStatus,
  TransactionV3,
} from "../types/ethereum.ts";
import { H160, H256, U256 } from "../types/hashes.ts";
import { Permill } from "../types/per-things.ts";
import { Header } from "../types/substrate.ts";

const zeroAddress: Hex = `0x${"00".repeat(20)}`;
const bigEndian = (value: bigint): Hex => `0x${value.toString(16).padStart(64, "0")}`;

const Everything = tuple(option(Block), option(vec(ReceiptV4)), option(vec(TransactionStatus)));

/** What a call and a creation are both run with: value in wei, limits and fees in gas and wei. */
const executionInputs = {
  data: bytes,
  value: U256,
  gas_limit: U256,
  max_fee_per_gas: option(U256),
  max_priority_fee_per_gas: option(U256),
  nonce: option(U256),
  estimate: bool,
  access_list: option(vec(tuple(H160, vec(H256)))),
  authorization_list: option(vec(AuthorizationListItem)),
};

/** What Ethereum tools ask. Executing and estimating need the EVM. */
export const ethereumRuntimeRPCApi = runtimeApi("EthereumRuntimeRPCApi", 6, "What Ethereum tools ask.", {
  chain_id: query("The chain id that Ethereum tools see.", {}, u64, (state) => evmChainId.ChainId.get(state)),
  account_basic: query("Balance in wei and nonce of an address.", { address: H160 }, Basic, (state, { address }) =>
    accountBasic(state, address),
  ),
  gas_price: query("The price of gas in wei.", {}, U256, (state) => baseFee.BaseFeePerGas.get(state)),
  account_code_at: query("The code of a contract.", { address: H160 }, bytes, (state, { address }) =>
    evm.AccountCodes.at(address).get(state),
  ),
  author: query("The block's author as an address.", {}, H160, (state) => blockAuthorH160(state) ?? zeroAddress),
  storage_at: query(
    "A value in the storage of a contract.",
    { address: H160, index: U256 },
    H256,
    (state, { address, index }) => evm.AccountStorages.at(address, bigEndian(index)).get(state),
  ),
  call: query(
    "Calls a contract without a transaction; value in wei, gas limit in gas.",
    { from: H160, to: H160, ...executionInputs },
    result(CallInfo, DispatchError),
  ),
  create: query(
    "Makes a contract without a transaction; value in wei, gas limit in gas.",
    { from: H160, ...executionInputs },
    result(CreateInfo, DispatchError),
  ),
  current_block: query("The Ethereum block of this block.", {}, option(Block), (state) =>
    ethereum.CurrentBlock.get(state),
  ),
  current_receipts: query("The receipts of this block.", {}, option(vec(ReceiptV4)), (state) =>
    ethereum.CurrentReceipts.get(state),
  ),
  current_transaction_statuses: query(
    "The statuses of this block's transactions.",
    {},
    option(vec(TransactionStatus)),
    (state) => ethereum.CurrentTransactionStatuses.get(state),
  ),
  current_all: query(
    "Block, receipts and statuses.",
    {},
    Everything,
    (state): Infer<typeof Everything> => [
      ethereum.CurrentBlock.get(state),
      ethereum.CurrentReceipts.get(state),
      ethereum.CurrentTransactionStatuses.get(state),
    ],
  ),
  extrinsic_filter: query(
    "The Ethereum transactions among extrinsics.",
    { xts: vec(UncheckedExtrinsic) },
    vec(TransactionV3),
    (_state, { xts }) =>
      xts.flatMap(({ call }) => {
        const isTransact = call.pallet === "Ethereum" && call.name === "transact";
        return isTransact ? [call.args.transaction as Infer<typeof TransactionV3>] : [];
      }),
  ),
  elasticity: query("How far the price of gas moves, in millionths.", {}, option(Permill), (state) =>
    baseFee.Elasticity.get(state),
  ),
  gas_limit_multiplier_support: query(
    "Whether gas limits may be multiplied: answering is enough.",
    {},
    unit,
    () => undefined,
  ),
  pending_block: query(
    "The Ethereum block that the next block would have with these extrinsics, after initialize_pending_block.",
    { xts: vec(UncheckedExtrinsic) },
    tuple(option(Block), option(vec(TransactionStatus))),
    (state, { xts }): [Infer<typeof Block> | undefined, Infer<typeof TransactionStatus>[] | undefined] => {
      for (const extrinsic of xts) applyExtrinsic(state, runtimeOf(state), extrinsic);
      ethereumHooks.onFinalize?.(state, system.Number.get(state) + 1);
      return [ethereum.CurrentBlock.get(state), ethereum.CurrentTransactionStatuses.get(state)];
    },
  ),
  initialize_pending_block: query("Starts a block.", { header: Header }, unit, (state, { header }) => {
    initializeBlock(state, runtimeOf(state), startOf(header));
    return undefined;
  }),
});
