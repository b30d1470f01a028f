import { as, type Codec } from "../../../codec/codec.ts";
import { enumeration, names, struct, wrapper } from "../../../codec/composites.ts";
import { compact, option, result, vec } from "../../../codec/containers.ts";
import { bytes, u16, u32, u64 } from "../../../codec/primitives.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { AccountIdT } from "../../types/balances.ts";
import { boundedBTreeMap, boundedBytes } from "../../types/bounded.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { Runtime } from "../../types/extensions.ts";
import { EventRecord } from "../../types/frame.ts";
import { H256 } from "../../types/hashes.ts";
import { BlakeTwo256, Weight } from "../../types/substrate.ts";

export const Origin = enumeration(
  "pallet_contracts::Origin",
  {
    Root: "unit",
    Signed: AccountIdT,
  },
  [{ name: "T", type: Runtime.info }],
);

export const HoldReason = names("pallet_contracts::pallet::HoldReason", [
  "CodeUploadDepositReserve",
  "StorageDepositReserve",
]);

export const Determinism = names("pallet_contracts::wasm::Determinism", ["Enforced", "Relaxed"]);

export const CodeInfo = struct(
  "pallet_contracts::wasm::CodeInfo",
  {
    owner: as("AccountIdOf<T>", AccountId32),
    deposit: as("BalanceOf<T>", compact(u64)),
    refcount: compact(u64),
    determinism: as("Determinism", Determinism),
    code_len: u32,
  },
  [{ name: "T", type: undefined }],
);

export const ContractInfo = struct(
  "pallet_contracts::storage::ContractInfo",
  {
    trie_id: as("TrieId", boundedBytes(128)),
    code_hash: as("CodeHash<T>", H256),
    storage_bytes: u32,
    storage_items: u32,
    storage_byte_deposit: as("BalanceOf<T>", u64),
    storage_item_deposit: as("BalanceOf<T>", u64),
    storage_base_deposit: as("BalanceOf<T>", u64),
    delegate_dependencies: as(
      "BoundedBTreeMap<CodeHash<T>, BalanceOf<T>, T::\nMaxDelegateDependencies>",
      boundedBTreeMap(H256, u64),
    ),
  },
  [{ name: "T", type: undefined }],
);

export const DeletionQueueManager = struct(
  "pallet_contracts::storage::DeletionQueueManager",
  { insert_counter: u32, delete_counter: u32 },
  [{ name: "T", type: undefined }],
);

const Limits = struct("pallet_contracts::schedule::Limits", {
  event_topics: u32,
  memory_pages: u32,
  subject_len: u32,
  payload_len: u32,
  runtime_memory: u32,
  validator_runtime_memory: u32,
  event_ref_time: u64,
});

const InstructionWeights = struct("pallet_contracts::schedule::InstructionWeights", { base: u32 }, [
  { name: "T", type: undefined },
]);

export const Schedule = struct(
  "pallet_contracts::schedule::Schedule",
  { limits: as("Limits", Limits), instruction_weights: as("InstructionWeights<T>", InstructionWeights) },
  [{ name: "T", type: undefined }],
);

/** Tells metadata a type of the chain; there is nothing on the wire. */
const environmentType = (of: Codec<unknown>) =>
  struct("pallet_contracts::EnvironmentType", {}, [{ name: "T", type: of.info }]);

export const Environment = struct(
  "pallet_contracts::Environment",
  {
    account_id: as("EnvironmentType<AccountIdOf<T>>", environmentType(AccountId32)),
    balance: as("EnvironmentType<BalanceOf<T>>", environmentType(u64)),
    hash: as("EnvironmentType<<T as frame_system::Config>::Hash>", environmentType(H256)),
    hasher: as("EnvironmentType<<T as frame_system::Config>::Hashing>", environmentType(BlakeTwo256)),
    timestamp: as("EnvironmentType<MomentOf<T>>", environmentType(u64)),
    block_number: as("EnvironmentType<BlockNumberFor<T>>", environmentType(u32)),
  },
  [{ name: "T", type: undefined }],
);

export const ApiVersion = wrapper("pallet_contracts::ApiVersion", u16);

const StorageDeposit = enumeration(
  "pallet_contracts::primitives::StorageDeposit",
  {
    Refund: as("Balance", u64),
    Charge: as("Balance", u64),
  },
  [{ name: "Balance", type: u64.info }],
);

const ReturnFlags = struct("pallet_contracts_uapi::flags::ReturnFlags", { bits: u32 });

const ExecReturnValue = struct("pallet_contracts::primitives::ExecReturnValue", {
  flags: as("ReturnFlags", ReturnFlags),
  data: bytes,
});

export const Code = enumeration(
  "pallet_contracts::primitives::Code",
  {
    Upload: bytes,
    Existing: as("Hash", H256),
  },
  [{ name: "Hash", type: H256.info }],
);

const InstantiateReturnValue = struct(
  "pallet_contracts::primitives::InstantiateReturnValue",
  { result: as("ExecReturnValue", ExecReturnValue), account_id: as("AccountId", AccountId32) },
  [{ name: "AccountId", type: AccountId32.info }],
);

/** What a dry run of a contract gives, and what it would use up. */
function contractResult<T>(returned: Codec<T>) {
  const outcome = result(returned, DispatchError);
  return struct(
    "pallet_contracts::primitives::ContractResult",
    {
      gas_consumed: as("Weight", Weight),
      gas_required: as("Weight", Weight),
      storage_deposit: as("StorageDeposit<Balance>", StorageDeposit),
      debug_message: bytes,
      result: as("R", outcome),
      events: as("Option<Vec<EventRecord>>", option(vec(EventRecord))),
    },
    [
      { name: "R", type: outcome.info },
      { name: "Balance", type: u64.info },
      { name: "EventRecord", type: EventRecord.info },
    ],
  );
}

export const ContractExecResult = contractResult(ExecReturnValue);

export const ContractInstantiateResult = contractResult(InstantiateReturnValue);

export const CodeUploadReturnValue = struct(
  "pallet_contracts::primitives::CodeUploadReturnValue",
  { code_hash: as("CodeHash", H256), deposit: as("Balance", u64) },
  [
    { name: "CodeHash", type: H256.info },
    { name: "Balance", type: u64.info },
  ],
);

export const ContractAccessError = names("pallet_contracts::primitives::ContractAccessError", [
  "DoesntExist",
  "KeyDecodingFailed",
  "MigrationInProgress",
]);
