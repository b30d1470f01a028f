import { as } from "../../codec/codec.ts";
import { enumeration, names, struct, wrapper } from "../../codec/composites.ts";
import { tuple, vec } from "../../codec/containers.ts";
import { bytes, fixedHex, u32, u64 } from "../../codec/primitives.ts";
import { GrandpaPublic } from "../../primitives/authorities.ts";
import { H256 } from "./hashes.ts";
import { Header } from "./substrate.ts";

export const Slot = wrapper("sp_consensus_slots::Slot", u64);

const hashAndNumber = [
  { name: "H", type: H256.info },
  { name: "N", type: u32.info },
];

const grandpaVote = (name: "Prevote" | "Precommit") =>
  struct(`finality_grandpa::${name}`, { target_hash: as("H", H256), target_number: as("N", u32) }, hashAndNumber);

const GrandpaSignature = wrapper("sp_consensus_grandpa::app::Signature", as("ed25519::Signature", fixedHex(64)));

/** Two votes of one voter in one round. */
function grandpaVotes(vote: ReturnType<typeof grandpaVote>) {
  const signed = as("(V, S)", tuple(vote, GrandpaSignature));
  return struct(
    "finality_grandpa::Equivocation",
    { round_number: u64, identity: as("Id", GrandpaPublic), first: signed, second: signed },
    [
      { name: "Id", type: GrandpaPublic.info },
      { name: "V", type: vote.info },
      { name: "S", type: GrandpaSignature.info },
    ],
  );
}

const GrandpaEquivocation = enumeration(
  "sp_consensus_grandpa::Equivocation",
  {
    Prevote: as(
      "finality_grandpa::Equivocation<AuthorityId, finality_grandpa::Prevote<\nH, N>, AuthoritySignature,>",
      grandpaVotes(grandpaVote("Prevote")),
    ),
    Precommit: as(
      "finality_grandpa::Equivocation<AuthorityId, finality_grandpa::Precommit\n<H, N>, AuthoritySignature,>",
      grandpaVotes(grandpaVote("Precommit")),
    ),
  },
  hashAndNumber,
);

export const GrandpaEquivocationProof = struct(
  "sp_consensus_grandpa::EquivocationProof",
  { set_id: as("SetId", u64), equivocation: as("Equivocation<H, N>", GrandpaEquivocation) },
  hashAndNumber,
);

export const BabePublic = wrapper("sp_consensus_babe::app::Public", as("sr25519::Public", fixedHex(32)));

const AllowedSlots = names("sp_consensus_babe::AllowedSlots", [
  "PrimarySlots",
  "PrimaryAndSecondaryPlainSlots",
  "PrimaryAndSecondaryVRFSlots",
]);

export const BabeConfiguration = struct("sp_consensus_babe::BabeConfiguration", {
  slot_duration: u64,
  epoch_length: u64,
  c: tuple(u64, u64),
  authorities: as("Vec<(AuthorityId, BabeAuthorityWeight)>", vec(tuple(BabePublic, u64))),
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
  authorities: as("Vec<(AuthorityId, BabeAuthorityWeight)>", vec(tuple(BabePublic, u64))),
  randomness: as("Randomness", fixedHex(32)),
  config: as("BabeEpochConfiguration", BabeEpochConfiguration),
});

export const OpaqueKeyOwnershipProof = wrapper("sp_consensus_babe::OpaqueKeyOwnershipProof", bytes);

export const BabeEquivocationProof = struct(
  "sp_consensus_slots::EquivocationProof",
  {
    offender: as("Id", BabePublic),
    slot: as("Slot", Slot),
    first_header: as("Header", Header),
    second_header: as("Header", Header),
  },
  [
    { name: "Header", type: Header.info },
    { name: "Id", type: BabePublic.info },
  ],
);
