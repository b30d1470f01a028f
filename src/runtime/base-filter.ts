import type { CallValue } from "./frame/calls.ts";
import type { CallFilter } from "./frame/origin.ts";
import { storage as safeMode } from "./pallets/safe-mode/storage.ts";

const batches: readonly string[] = ["batch", "batch_all", "force_batch"];
const isBatch = ({ pallet, name }: CallValue): boolean => pallet === "Utility" && batches.includes(name);

/** Batches hold no batches. Rust: `NoNestingCallFilter`. */
const noNesting = (call: CallValue): boolean => !isBatch(call) || !(call.args.calls as CallValue[]).some(isBatch);

const wholePallets: readonly string[] = ["Sudo", "Multisig", "System", "SafeMode", "Timestamp"];
const singleCalls: readonly string[] = [
  "SubtensorModule.set_weights",
  "SubtensorModule.serve_axon",
  "Commitments.set_commitment",
];

/** What may be called while the chain is in safe mode. Rust: `SafeModeWhitelistedCalls`. */
const allowedInSafeMode = ({ pallet, name }: CallValue): boolean =>
  wholePallets.includes(pallet) || singleCalls.includes(`${pallet}.${name}`);

/** The filter of every origin but Root. Rust: `BaseCallFilter`. */
export const baseFilter: CallFilter = (call, state) =>
  (safeMode.EnteredUntil.get(state) === undefined || allowedInSafeMode(call)) && noNesting(call);
