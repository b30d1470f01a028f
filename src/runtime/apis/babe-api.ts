import type { Infer } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import {
  BabeConfiguration,
  type BabeEpochConfiguration,
  BabeEquivocationProof,
  BabePublic,
  Epoch,
  OpaqueKeyOwnershipProof,
  Slot,
} from "../types/consensus.ts";
import { zeroHash } from "../types/hashes.ts";

/** One block in four by a primary slot, and secondary slots with VRF: what Babe would start with. */
const epochConfig: Infer<typeof BabeEpochConfiguration> = {
  c: [1n, 4n],
  allowed_slots: "PrimaryAndSecondaryVRFSlots",
};
const emptyEpoch: Infer<typeof Epoch> = {
  epoch_index: 0n,
  start_slot: 0n,
  duration: 0n,
  authorities: [],
  randomness: zeroHash,
  config: epochConfig,
};

/** Stands ready for a later change to Babe; the chain has no Babe, and the original answers the same. */
export const babeApi = runtimeApi("BabeApi", 2, "Stands ready for a later change to Babe.", {
  configuration: query("Babe's configuration, without authorities.", {}, BabeConfiguration, () => ({
    slot_duration: 0n,
    epoch_length: 0n,
    authorities: [],
    randomness: zeroHash,
    ...epochConfig,
  })),
  current_epoch_start: query("The first slot of the epoch.", {}, Slot, () => 0n),
  current_epoch: query("An epoch of nothing.", {}, Epoch, () => emptyEpoch),
  next_epoch: query("An epoch of nothing.", {}, Epoch, () => emptyEpoch),
  generate_key_ownership_proof: query(
    "A proof of who owns a key; never possible here.",
    { slot: Slot, authority_id: BabePublic },
    option(OpaqueKeyOwnershipProof),
    () => undefined,
  ),
  submit_report_equivocation_unsigned_extrinsic: query(
    "Reports an author that made two blocks; never possible here.",
    { equivocation_proof: BabeEquivocationProof, key_owner_proof: OpaqueKeyOwnershipProof },
    option(unit),
    () => undefined,
  ),
});
