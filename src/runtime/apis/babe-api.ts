import { option } from "../../codec/containers.ts";
import { unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import {
  AppPublic2,
  BabeConfiguration,
  Epoch,
  OpaqueKeyOwnershipProof,
  Slot,
  SpconsensusslotsEquivocationProof,
} from "../types/consensus.ts";

/** BabeApi. */
export const babeApi = runtimeApi("BabeApi", 2, "Babe api.", {
  configuration: query("Configuration.", {}, BabeConfiguration),
  current_epoch_start: query("Current epoch start.", {}, Slot),
  current_epoch: query("Current epoch.", {}, Epoch),
  next_epoch: query("Next epoch.", {}, Epoch),
  generate_key_ownership_proof: query(
    "Generate key ownership proof.",
    { slot: Slot, authority_id: AppPublic2 },
    option(OpaqueKeyOwnershipProof),
  ),
  submit_report_equivocation_unsigned_extrinsic: query(
    "Submit report equivocation unsigned extrinsic.",
    { equivocation_proof: SpconsensusslotsEquivocationProof, key_owner_proof: OpaqueKeyOwnershipProof },
    option(unit),
  ),
});
