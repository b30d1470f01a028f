import { as } from "../../../codec/codec.ts";
import { struct } from "../../../codec/composites.ts";
import { vec } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { Runtime } from "../../types/extensions.ts";
import { MultiSigner } from "../../types/substrate.ts";

export const Pulse = struct("pallet_drand::types::Pulse", {
  round: as("RoundNumber", u64),
  randomness: as("BoundedVec<u8, ConstU32<32>>", boundedBytes(32)),
  signature: as("BoundedVec<u8, ConstU32<144>>", boundedBytes(144)),
});

export const PulsesPayload = struct(
  "pallet_drand::types::PulsesPayload",
  { block_number: as("BlockNumber", u32), pulses: as("Vec<Pulse>", vec(Pulse)), public: as("Public", MultiSigner) },
  [
    { name: "Public", type: MultiSigner.info },
    { name: "BlockNumber", type: u32.info },
  ],
);

export const Metadata = struct("pallet_drand::types::Metadata", { beacon_id: as("BoundedHash", boundedBytes(32)) });

export const BeaconConfiguration = struct("pallet_drand::types::BeaconConfiguration", {
  public_key: as("OpaquePublicKey", boundedBytes(96)),
  period: u32,
  genesis_time: u32,
  hash: as("BoundedHash", boundedBytes(32)),
  group_hash: as("BoundedHash", boundedBytes(32)),
  scheme_id: as("BoundedHash", boundedBytes(32)),
  metadata: as("Metadata", Metadata),
});

export const BeaconConfigurationPayload = struct(
  "pallet_drand::types::BeaconConfigurationPayload",
  {
    block_number: as("BlockNumber", u32),
    config: as("BeaconConfiguration", BeaconConfiguration),
    public: as("Public", MultiSigner),
  },
  [
    { name: "Public", type: MultiSigner.info },
    { name: "BlockNumber", type: u32.info },
  ],
);

export const DrandPriority = struct("pallet_drand::drand_priority::DrandPriority", {}, [
  { name: "T", type: Runtime.info },
]);
