import { as } from "../../codec/codec.ts";
import { enumeration, names, struct, wrapper } from "../../codec/composites.ts";
import { tuple, vec } from "../../codec/containers.ts";
import { bytes, fixedHex, u32, u64 } from "../../codec/primitives.ts";
import { H256 } from "./hashes.ts";
import { Header } from "./substrate.ts";

export const AppPublic = wrapper("sp_consensus_grandpa::app::Public", as("ed25519::Public", fixedHex(32)));

export const Appsr25519Public = wrapper(
  "sp_consensus_aura::sr25519::app_sr25519::Public",
  as("sr25519::Public", fixedHex(32)),
);

export const Slot = wrapper("sp_consensus_slots::Slot", u64);

export const Prevote = struct(
  "finality_grandpa::Prevote",
  { target_hash: as("H", H256), target_number: as("N", u32) },
  [
    { name: "H", type: H256.info },
    { name: "N", type: u32.info },
  ],
);

export const Signature = wrapper("sp_consensus_grandpa::app::Signature", as("ed25519::Signature", fixedHex(64)));

export const FinalitygrandpaEquivocation = struct(
  "finality_grandpa::Equivocation",
  {
    round_number: u64,
    identity: as("Id", AppPublic),
    first: as("(V, S)", tuple(Prevote, Signature)),
    second: as("(V, S)", tuple(Prevote, Signature)),
  },
  [
    { name: "Id", type: AppPublic.info },
    { name: "V", type: Prevote.info },
    { name: "S", type: Signature.info },
  ],
);

export const Precommit = struct(
  "finality_grandpa::Precommit",
  { target_hash: as("H", H256), target_number: as("N", u32) },
  [
    { name: "H", type: H256.info },
    { name: "N", type: u32.info },
  ],
);

export const FinalitygrandpaEquivocation2 = struct(
  "finality_grandpa::Equivocation",
  {
    round_number: u64,
    identity: as("Id", AppPublic),
    first: as("(V, S)", tuple(Precommit, Signature)),
    second: as("(V, S)", tuple(Precommit, Signature)),
  },
  [
    { name: "Id", type: AppPublic.info },
    { name: "V", type: Precommit.info },
    { name: "S", type: Signature.info },
  ],
);

export const SpconsensusgrandpaEquivocation = enumeration(
  "sp_consensus_grandpa::Equivocation",
  {
    Prevote: as(
      "finality_grandpa::Equivocation<AuthorityId, finality_grandpa::Prevote<\nH, N>, AuthoritySignature,>",
      FinalitygrandpaEquivocation,
    ),
    Precommit: as(
      "finality_grandpa::Equivocation<AuthorityId, finality_grandpa::Precommit\n<H, N>, AuthoritySignature,>",
      FinalitygrandpaEquivocation2,
    ),
  },
  [
    { name: "H", type: H256.info },
    { name: "N", type: u32.info },
  ],
);

export const SpconsensusgrandpaEquivocationProof = struct(
  "sp_consensus_grandpa::EquivocationProof",
  { set_id: as("SetId", u64), equivocation: as("Equivocation<H, N>", SpconsensusgrandpaEquivocation) },
  [
    { name: "H", type: H256.info },
    { name: "N", type: u32.info },
  ],
);

export const SlotDuration = wrapper("sp_consensus_slots::SlotDuration", u64);

export const AppPublic2 = wrapper("sp_consensus_babe::app::Public", as("sr25519::Public", fixedHex(32)));

export const AllowedSlots = names("sp_consensus_babe::AllowedSlots", [
  "PrimarySlots",
  "PrimaryAndSecondaryPlainSlots",
  "PrimaryAndSecondaryVRFSlots",
]);

export const BabeConfiguration = struct("sp_consensus_babe::BabeConfiguration", {
  slot_duration: u64,
  epoch_length: u64,
  c: tuple(u64, u64),
  authorities: as("Vec<(AuthorityId, BabeAuthorityWeight)>", vec(tuple(AppPublic2, u64))),
  randomness: as("Randomness", fixedHex(32)),
  allowed_slots: as("AllowedSlots", AllowedSlots),
});

export const BabeEpochConfiguration = struct("sp_consensus_babe::BabeEpochConfiguration", {
  c: tuple(u64, u64),
  allowed_slots: as("AllowedSlots", AllowedSlots),
});

export const Epoch = struct("sp_consensus_babe::Epoch", {
  epoch_index: u64,
  start_slot: as("Slot", Slot),
  duration: u64,
  authorities: as("Vec<(AuthorityId, BabeAuthorityWeight)>", vec(tuple(AppPublic2, u64))),
  randomness: as("Randomness", fixedHex(32)),
  config: as("BabeEpochConfiguration", BabeEpochConfiguration),
});

export const OpaqueKeyOwnershipProof = wrapper("sp_consensus_babe::OpaqueKeyOwnershipProof", bytes);

export const SpconsensusslotsEquivocationProof = struct(
  "sp_consensus_slots::EquivocationProof",
  {
    offender: as("Id", AppPublic2),
    slot: as("Slot", Slot),
    first_header: as("Header", Header),
    second_header: as("Header", Header),
  },
  [
    { name: "Header", type: Header.info },
    { name: "Id", type: AppPublic2.info },
  ],
);
