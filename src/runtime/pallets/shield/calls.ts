import { as, encode } from "../../../codec/codec.ts";
import { option, tuple } from "../../../codec/containers.ts";
import { bytes, u32, u64 } from "../../../codec/primitives.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import { ensureNone, ensureRoot, ensureSigned } from "../../frame/origin.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { announceNextKey } from "./keys.ts";
import { storeEncrypted } from "./pending.ts";
import { storage } from "./storage.ts";
import { weights } from "./weights.ts";

/** Half of a block, in time. Rust: `MAX_ON_INITIALIZE_WEIGHT`. */
const mostWeight = 2_000_000_000_000n;

/** What users may ask of MevShield. */
export const calls = defineCalls("MevShield", {
  announce_next_key: call(0, {
    docs: "Announces the key to which extrinsics for the author's next block are encrypted (inherent).",
    args: { enc_key: as("Option<ShieldEncKey>", option(boundedBytes(2_048))) },
    weight: weights.announceNextKey,
    run(state, origin, { enc_key }) {
      ensureNone(origin);
      announceNextKey(state, enc_key);
    },
  }),
  submit_encrypted: call(1, {
    docs: "Carries an encrypted extrinsic to the author, who puts what is in it behind this one.",
    args: { ciphertext: as("BoundedVec<u8, ConstU32<8192>>", boundedBytes(8_192)) },
    weight: weights.submitEncrypted,
    run(state, origin, { ciphertext }) {
      const who = ensureSigned(origin);
      const id = blake2Hex(encode(tuple(AccountId32, bytes), [who, ciphertext]));
      state.emit(events.EncryptedSubmitted({ id, who }));
    },
  }),
  store_encrypted: call(2, {
    docs: "Stores an encrypted call for the start of the next block.",
    args: { encrypted_call: as("BoundedVec<u8, MaxEncryptedCallSize>", boundedBytes(8_192)) },
    weight: weights.storeEncrypted,
    run: (state, origin, { encrypted_call }) => storeEncrypted(state, ensureSigned(origin), encrypted_call),
  }),
  set_max_pending_extrinsics_number: call(3, {
    docs: "Sets how many encrypted calls may be stored (root).",
    args: { value: u32 },
    weight: weights.setMaxPendingExtrinsicsNumber,
    run(state, origin, { value }) {
      ensureRoot(origin);
      storage.MaxPendingExtrinsicsLimit.set(state, value);
      state.emit(events.MaxPendingExtrinsicsNumberSet({ value }));
    },
  }),
  set_on_initialize_weight: call(4, {
    docs: "Sets the time that stored calls may take in a block (root).",
    args: { value: u64 },
    weight: weights.setOnInitializeWeight,
    run(state, origin, { value }) {
      ensureRoot(origin);
      ensure(value <= mostWeight, errors.WeightExceedsAbsoluteMax);
      storage.OnInitializeWeight.set(state, value);
      state.emit(events.OnInitializeWeightSet({ value }));
    },
  }),
  set_stored_extrinsic_lifetime: call(5, {
    docs: "Sets how many blocks an encrypted call is kept (root).",
    args: { value: u32 },
    weight: weights.setStoredExtrinsicLifetime,
    run(state, origin, { value }) {
      ensureRoot(origin);
      storage.ExtrinsicLifetime.set(state, value);
      state.emit(events.ExtrinsicLifetimeSet({ value }));
    },
  }),
  set_max_extrinsic_weight: call(6, {
    docs: "Sets the time that one stored call may take (root).",
    args: { value: u64 },
    weight: weights.setMaxExtrinsicWeight,
    run(state, origin, { value }) {
      ensureRoot(origin);
      ensure(value <= mostWeight, errors.WeightExceedsAbsoluteMax);
      storage.MaxExtrinsicWeight.set(state, value);
      state.emit(events.MaxExtrinsicWeightSet({ value }));
    },
  }),
});
