import { as } from "../../../codec/codec.ts";
import { option } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { boundedBytes } from "../../types/bounded.ts";

/** What users may ask of MevShield. */
export const calls = defineCalls("MevShield", {
  announce_next_key: call(0, {
    docs: "Announce next key.",
    args: { enc_key: as("Option<ShieldEncKey>", option(boundedBytes(2_048))) },
  }),
  submit_encrypted: call(1, {
    docs: "Submit encrypted.",
    args: { ciphertext: as("BoundedVec<u8, ConstU32<8192>>", boundedBytes(8_192)) },
  }),
  store_encrypted: call(2, {
    docs: "Store encrypted.",
    args: { encrypted_call: as("BoundedVec<u8, MaxEncryptedCallSize>", boundedBytes(8_192)) },
  }),
  set_max_pending_extrinsics_number: call(3, {
    docs: "Set max pending extrinsics number.",
    args: { value: u32 },
  }),
  set_on_initialize_weight: call(4, {
    docs: "Set on initialize weight.",
    args: { value: u64 },
  }),
  set_stored_extrinsic_lifetime: call(5, {
    docs: "Set stored extrinsic lifetime.",
    args: { value: u32 },
  }),
  set_max_extrinsic_weight: call(6, {
    docs: "Set max extrinsic weight.",
    args: { value: u64 },
  }),
});
