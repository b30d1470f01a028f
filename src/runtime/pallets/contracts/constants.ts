import { bool, u32 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { TaoBalance } from "../../types/balances.ts";
import { Perbill } from "../../types/per-things.ts";
import { ApiVersion, Environment, Schedule } from "./types.ts";

/** What is fixed for Contracts. */
export const constants = defineConstants({
  Schedule: constant("The limits of contracts and what their instructions weigh.", Schedule, {
    limits: {
      event_topics: 4,
      memory_pages: 16,
      subject_len: 32,
      payload_len: 16_384,
      runtime_memory: 1_073_741_824,
      validator_runtime_memory: 2_147_483_648,
      event_ref_time: 60_000n,
    },
    instruction_weights: { base: 1259 },
  }),
  DepositPerByte: constant("The deposit for each byte of storage, rao.", TaoBalance, 30n),
  DefaultDepositLimit: constant("The limit of deposits where a call gives none, rao.", TaoBalance, 31_534_080n),
  DepositPerItem: constant("The deposit for each item of storage, rao.", TaoBalance, 75n),
  CodeHashLockupDepositPercent: constant(
    "The part of a code's deposit that a contract holds for using it, in parts of 10^9.",
    Perbill,
    300_000_000,
  ),
  MaxCodeLen: constant("How long code may be, bytes.", u32, 131_072),
  MaxStorageKeyLen: constant("How long the key of a stored value may be, bytes.", u32, 128),
  MaxTransientStorageSize: constant("How much storage that lasts for one call there is, bytes.", u32, 1_048_576),
  MaxDelegateDependencies: constant("On how much other code a contract may depend.", u32, 32),
  UnsafeUnstableInterface: constant("Whether contracts may use functions that are not stable.", bool, false),
  MaxDebugBufferLen: constant("How long the debug messages of a call may be, bytes.", u32, 2_097_152),
  Environment: constant("The types that contracts and the chain share.", Environment, {
    account_id: {},
    balance: {},
    hash: {},
    hasher: {},
    timestamp: {},
    block_number: {},
  }),
  ApiVersion: constant("The version of the functions that contracts may use.", ApiVersion, 4),
});
