import { at, makesValue, migration, type Reasons } from "../reasons.ts";

const nobody = "a trait for other pallets, of which this runtime has none that uses it";
const reschedule = "for other pallets: no call of Scheduler moves a task, and no pallet of this runtime does";

/** The SDK's pallets. */
export const sdk: Reasons = {
  "pallet-*/src/migration*": { "*": migration },
  "pallet-multisig/src/lib.rs": { get_result_weight: at("multisig/operate.ts", "asMultiThreshold1") },
  "pallet-preimage/src/lib.rs": {
    ensure_signed_or_manager: "Root manages preimages: each call tells Root from signers by itself",
    insert: at("preimage/notes.ts", "noteBytes"),
    len: at("preimage/bounded.ts", "lookupLength"),
    have: at("preimage/bounded.ts", "peek"),
    fetch: at("preimage/bounded.ts", "peek"),
    "PreimageProvider*": nobody,
    "QueryPreimage for Pallet::request": at("preimage/notes.ts", "requestPreimage"),
    "QueryPreimage for Pallet::unrequest": at("preimage/notes.ts", "unrequestPreimage"),
    "QueryPreimage for Pallet::*": nobody,
    "StorePreimage for Pallet::*": at("preimage/bounded.ts", "bound"),
  },
  "pallet-scheduler/src/lib.rs": {
    "Scheduled::as_retry": at("scheduler/service.ts", "scheduleRetry"),
    migrate_v3_to_v4: migration,
    push_to_agenda: at("scheduler/agenda.ts", "placeTask"),
    do_cancel_retry: at("scheduler/plan.ts", "cancelRetry"),
    "do_reschedule*": reschedule,
    "schedule::*": reschedule,
    map_err_to_v3_err: reschedule,
  },
  "pallet-safe-mode/src/lib.rs": {
    is_entered: at("src/runtime/base-filter.ts", "baseFilter"),
    is_allowed: at("src/runtime/base-filter.ts", "baseFilter"),
    "Contains for Pallet::contains": at("src/runtime/base-filter.ts", "baseFilter"),
    "*SafeMode for Pallet::*": nobody,
    "From for *": nobody,
  },
  "pallet-sudo/src/extension.rs": {
    "Default for *": makesValue,
    "*": "the runtime has an extension of its own for this (sudo_wrapper.rs)",
  },
};
