import { as, type Codec } from "../../codec/codec.ts";
import { at, enumeration, names, struct, wrapper } from "../../codec/composites.ts";
import { option, vec } from "../../codec/containers.ts";
import { cow } from "../../codec/cow.ts";
import { bool, bytes, fixedBytes, str, u8, u32, u64 } from "../../codec/primitives.ts";
import { Eip2930TransactionSignature, LegacyTransactionSignature } from "./ethereum-signatures.ts";
import { H160, H256, U256 } from "./hashes.ts";

const ExitSucceed = names("evm_core::error::ExitSucceed", ["Stopped", "Returned", "Suicided"]);

const Opcode = wrapper("evm_core::opcode::Opcode", u8);

const ExitError = enumeration("evm_core::error::ExitError", {
  StackUnderflow: at(0, "unit"),
  StackOverflow: at(1, "unit"),
  InvalidJump: at(2, "unit"),
  InvalidRange: at(3, "unit"),
  DesignatedInvalid: at(4, "unit"),
  CallTooDeep: at(5, "unit"),
  CreateCollision: at(6, "unit"),
  CreateContractLimit: at(7, "unit"),
  InvalidCode: at(15, as("Opcode", Opcode)),
  OutOfOffset: at(8, "unit"),
  OutOfGas: at(9, "unit"),
  OutOfFund: at(10, "unit"),
  PCUnderflow: at(11, "unit"),
  CreateEmpty: at(12, "unit"),
  Other: at(13, as("Cow<'static, str>", cow(str))),
  MaxNonce: at(14, "unit"),
});

const ExitRevert = names("evm_core::error::ExitRevert", ["Reverted"]);

const ExitFatal = enumeration("evm_core::error::ExitFatal", {
  NotSupported: "unit",
  UnhandledInterrupt: "unit",
  CallErrorAsFatal: as("ExitError", ExitError),
  Other: as("Cow<'static, str>", cow(str)),
});

export const ExitReason = enumeration("evm_core::error::ExitReason", {
  Succeed: as("ExitSucceed", ExitSucceed),
  Error: as("ExitError", ExitError),
  Revert: as("ExitRevert", ExitRevert),
  Fatal: as("ExitFatal", ExitFatal),
});

export const Log = struct("ethereum::log::Log", {
  address: as("H160", H160),
  topics: as("Vec<H256>", vec(H256)),
  data: as("Bytes", bytes),
});

const TransactionAction = enumeration("ethereum::transaction::legacy::TransactionAction", {
  Call: as("H160", H160),
  Create: "unit",
});

const LegacyTransaction = struct("ethereum::transaction::legacy::LegacyTransaction", {
  nonce: U256,
  gas_price: U256,
  gas_limit: U256,
  action: as("TransactionAction", TransactionAction),
  value: U256,
  input: as("Bytes", bytes),
  signature: as("TransactionSignature", LegacyTransactionSignature),
});

const AccessListItem = struct("ethereum::transaction::eip2930::AccessListItem", {
  address: as("Address", H160),
  storage_keys: as("Vec<H256>", vec(H256)),
});

const EIP2930Transaction = struct("ethereum::transaction::eip2930::EIP2930Transaction", {
  chain_id: u64,
  nonce: U256,
  gas_price: U256,
  gas_limit: U256,
  action: as("TransactionAction", TransactionAction),
  value: U256,
  input: as("Bytes", bytes),
  access_list: as("AccessList", vec(AccessListItem)),
  signature: as("TransactionSignature", Eip2930TransactionSignature),
});

const EIP1559Transaction = struct("ethereum::transaction::eip1559::EIP1559Transaction", {
  chain_id: u64,
  nonce: U256,
  max_priority_fee_per_gas: U256,
  max_fee_per_gas: U256,
  gas_limit: U256,
  action: as("TransactionAction", TransactionAction),
  value: U256,
  input: as("Bytes", bytes),
  access_list: as("AccessList", vec(AccessListItem)),
  signature: as("TransactionSignature", Eip2930TransactionSignature),
});

const MalleableTransactionSignature = struct("ethereum::transaction::eip2930::MalleableTransactionSignature", {
  odd_y_parity: bool,
  r: as("H256", H256),
  s: as("H256", H256),
});

export const AuthorizationListItem = struct("ethereum::transaction::eip7702::AuthorizationListItem", {
  chain_id: u64,
  address: as("Address", H160),
  nonce: U256,
  signature: as("MalleableTransactionSignature", MalleableTransactionSignature),
});

const EIP7702Transaction = struct("ethereum::transaction::eip7702::EIP7702Transaction", {
  chain_id: u64,
  nonce: U256,
  max_priority_fee_per_gas: U256,
  max_fee_per_gas: U256,
  gas_limit: U256,
  destination: as("TransactionAction", TransactionAction),
  value: U256,
  data: as("Bytes", bytes),
  access_list: as("AccessList", vec(AccessListItem)),
  authorization_list: as("AuthorizationList", vec(AuthorizationListItem)),
  signature: as("TransactionSignature", Eip2930TransactionSignature),
});

export const TransactionV3 = enumeration("ethereum::transaction::TransactionV3", {
  Legacy: as("LegacyTransaction", LegacyTransaction),
  EIP2930: as("EIP2930Transaction", EIP2930Transaction),
  EIP1559: as("EIP1559Transaction", EIP1559Transaction),
  EIP7702: as("EIP7702Transaction", EIP7702Transaction),
});

const Bloom = wrapper("ethbloom::Bloom", as("[u8; BLOOM_SIZE]", fixedBytes(256)));

export const TransactionStatus = struct("fp_rpc::TransactionStatus", {
  transaction_hash: as("H256", H256),
  transaction_index: u32,
  from: as("Address", H160),
  to: as("Option<Address>", option(H160)),
  contract_address: as("Option<Address>", option(H160)),
  logs: as("Vec<Log>", vec(Log)),
  logs_bloom: as("Bloom", Bloom),
});

const EIP658ReceiptData = struct("ethereum::receipt::EIP658ReceiptData", {
  status_code: u8,
  used_gas: U256,
  logs_bloom: as("Bloom", Bloom),
  logs: as("Vec<Log>", vec(Log)),
});

export const ReceiptV4 = enumeration("ethereum::receipt::ReceiptV4", {
  Legacy: as("EIP658ReceiptData", EIP658ReceiptData),
  EIP2930: as("EIP2930ReceiptData", EIP658ReceiptData),
  EIP1559: as("EIP1559ReceiptData", EIP658ReceiptData),
  EIP7702: as("EIP7702ReceiptData", EIP658ReceiptData),
});

const H64 = wrapper("ethereum_types::hash::H64", fixedBytes(8));

export const Header = struct("ethereum::header::Header", {
  parent_hash: as("H256", H256),
  ommers_hash: as("H256", H256),
  beneficiary: as("H160", H160),
  state_root: as("H256", H256),
  transactions_root: as("H256", H256),
  receipts_root: as("H256", H256),
  logs_bloom: as("Bloom", Bloom),
  difficulty: U256,
  number: U256,
  gas_limit: U256,
  gas_used: U256,
  timestamp: u64,
  extra_data: as("Bytes", bytes),
  mix_hash: as("H256", H256),
  nonce: as("H64", H64),
});

export const Block = struct(
  "ethereum::block::Block",
  {
    header: as("Header", Header),
    transactions: as("Vec<T>", vec(TransactionV3)),
    ommers: as("Vec<Header>", vec(Header)),
  },
  [{ name: "T", type: TransactionV3.info }],
);

export const Basic = struct("evm::backend::Basic", { balance: U256, nonce: U256 });

const UsedGas = struct("fp_evm::UsedGas", { standard: U256, effective: U256 });

const WeightInfo = struct("fp_evm::WeightInfo", {
  ref_time_limit: option(u64),
  proof_size_limit: option(u64),
  ref_time_usage: option(u64),
  proof_size_usage: option(u64),
});

/** What running a call or a creation gave and used. */
function executionInfo<T>(value: Codec<T>) {
  return struct(
    "fp_evm::ExecutionInfoV2",
    {
      exit_reason: as("ExitReason", ExitReason),
      value: as("T", value),
      used_gas: as("UsedGas", UsedGas),
      weight_info: as("Option<WeightInfo>", option(WeightInfo)),
      logs: as("Vec<Log>", vec(Log)),
    },
    [{ name: "T", type: value.info }],
  );
}

/** Of a call: the bytes that it gave back. */
export const CallInfo = executionInfo(bytes);

/** Of a creation: the contract's address. */
export const CreateInfo = executionInfo(H160);
