import { bool, u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { Perbill } from "../../types/per-things.ts";
import { ApiVersion, Environment, Schedule } from "./types.ts";

/** What is fixed for Contracts. */
export const constants = defineConstants({
  Schedule: constant("Schedule.", Schedule, {
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
  DepositPerByte: constant("Deposit per byte.", u64, 30n),
  DefaultDepositLimit: constant("Default deposit limit.", u64, 31_534_080n),
  DepositPerItem: constant("Deposit per item.", u64, 75n),
  CodeHashLockupDepositPercent: constant("Code hash lockup deposit percent.", Perbill, 300_000_000),
  MaxCodeLen: constant("Max code len.", u32, 131_072),
  MaxStorageKeyLen: constant("Max storage key len.", u32, 128),
  MaxTransientStorageSize: constant("Max transient storage size.", u32, 1_048_576),
  MaxDelegateDependencies: constant("Max delegate dependencies.", u32, 32),
  UnsafeUnstableInterface: constant("Unsafe unstable interface.", bool, false),
  MaxDebugBufferLen: constant("Max debug buffer len.", u32, 2_097_152),
  Environment: constant("Environment.", Environment, {
    account_id: {},
    balance: {},
    hash: {},
    hasher: {},
    timestamp: {},
    block_number: {},
  }),
  ApiVersion: constant("Api version.", ApiVersion, 4),
});
