import { saturateU64 } from "../../lib/integers.ts";
import { invalid, invalidCustom } from "../frame/validity.ts";
import { parseShielded } from "../pallets/shield/shielded.ts";
import { storage as sudo } from "../pallets/sudo/storage.ts";
import { blockNumber } from "../pallets/system/initialize.ts";
import { zeroAccount } from "../types/account-id.ts";
import { eraDeath } from "../types/era.ts";
import type { TransactionExtension } from "./extension.ts";

/** The zero account signs nothing. Rust: `frame_system::CheckNonZeroSender`. */
export const checkNonZeroSender: TransactionExtension = {
  identifier: "CheckNonZeroSender",
  validate(_state, { who }) {
    if (who === zeroAccount) invalid("BadSigner");
    return { val: undefined };
  },
};

/** Longest era of an encrypted submission, blocks. */
const shieldedPeriod = 8n;

/** How long a transaction is good; encrypted ones must be short-lived. Rust: `subtensor: runtime/src/check_mortality.rs`. */
export const checkMortality: TransactionExtension = {
  identifier: "CheckMortality",
  validate(state, { call, explicit: { era } }) {
    if (
      call.pallet === "MevShield" &&
      call.name === "submit_encrypted" &&
      (era === "Immortal" || era.period > shieldedPeriod)
    ) {
      invalid("Stale");
    }
    const now = BigInt(blockNumber(state));
    const longevity = eraDeath(era, now) - now;
    return { validity: { longevity: saturateU64(longevity) }, val: undefined };
  },
};

/** Only the sudo key may call Sudo. Rust: `subtensor: runtime/src/sudo_wrapper.rs`. */
export const checkSudo: TransactionExtension = {
  identifier: "SudoTransactionExtension",
  validate(state, { who, call }) {
    if (who !== undefined && call.pallet === "Sudo" && sudo.Key.get(state) !== who) invalid("BadSigner");
    return { val: undefined };
  },
};

/** `CustomTransactionError::FailedShieldedTxParsing`. */
const failedShieldedParsing = 23;

/** An encrypted submission must have the form of one. Rust: `CheckShieldedTxValidity` of pallet-shield. */
export const checkShieldedTxValidity: TransactionExtension = {
  identifier: "CheckShieldedTxValidity",
  validate(_state, { who, call }) {
    if (who !== undefined && call.pallet === "MevShield" && call.name === "submit_encrypted") {
      if (parseShielded(call.args.ciphertext as Uint8Array) === undefined) invalidCustom(failedShieldedParsing);
    }
    return { val: undefined };
  },
};

const drandPriorityBonus = 10_000n;

/** Pulses of the beacon come first. Rust: `DrandPriority` of pallet-drand. */
export const drandPriority: TransactionExtension = {
  identifier: "DrandPriority",
  validate: (_state, { call }) => ({
    validity: call.pallet === "Drand" && call.name === "write_pulse" ? { priority: drandPriorityBonus } : {},
    val: undefined,
  }),
};

/** Extensions that only add to what is signed, or nothing. */
export const silent = (identifier: string): TransactionExtension => ({ identifier });
