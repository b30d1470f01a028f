import { as } from "../../codec/codec.ts";
import { at, enumeration, names, struct, wrapper } from "../../codec/composites.ts";
import { compact, vec } from "../../codec/containers.ts";
import { bytes, fixedBytes, fixedHex, u32, u64, u128, unit } from "../../codec/primitives.ts";
import { AccountId32 } from "./account-id.ts";
import { H256 } from "./hashes.ts";
import { compactUnit } from "./wrappers.ts";

export const Weight = struct("sp_weights::weight_v2::Weight", { ref_time: compact(u64), proof_size: compact(u64) });

export const DigestItem = enumeration("sp_runtime::generic::digest::DigestItem", {
  PreRuntime: at(6, [as("ConsensusEngineId", fixedBytes(4)), bytes]),
  Consensus: at(4, [as("ConsensusEngineId", fixedBytes(4)), bytes]),
  Seal: at(5, [as("ConsensusEngineId", fixedBytes(4)), bytes]),
  Other: at(0, bytes),
  RuntimeEnvironmentUpdated: at(8, "unit"),
});

export const Digest = struct("sp_runtime::generic::digest::Digest", { logs: as("Vec<DigestItem>", vec(DigestItem)) });

export const RuntimeDbWeight = struct("sp_weights::RuntimeDbWeight", { read: u64, write: u64 });

export const Void = names("sp_core::Void", []);

export const MultiAddress = enumeration(
  "sp_runtime::multiaddress::MultiAddress",
  {
    Id: as("AccountId", AccountId32),
    Index: as("AccountIndex", compactUnit),
    Raw: bytes,
    Address32: fixedHex(32),
    Address20: fixedHex(20),
  },
  [
    { name: "AccountId", type: AccountId32.info },
    { name: "AccountIndex", type: unit.info },
  ],
);

export const FixedU128 = wrapper("sp_arithmetic::fixed_point::FixedU128", u128);

export const MultiSigner = enumeration("sp_runtime::MultiSigner", {
  Ed25519: as("ed25519::Public", fixedHex(32)),
  Sr25519: as("sr25519::Public", fixedHex(32)),
  Ecdsa: as("ecdsa::Public", fixedHex(33)),
});

export const MultiSignature = enumeration("sp_runtime::MultiSignature", {
  Ed25519: as("ed25519::Signature", fixedHex(64)),
  Sr25519: as("sr25519::Signature", fixedHex(64)),
  Ecdsa: as("ecdsa::Signature", fixedHex(65)),
});

export const BlakeTwo256 = struct("sp_runtime::traits::BlakeTwo256", {});

export const Header = struct(
  "sp_runtime::generic::header::Header",
  {
    parent_hash: as("Hash::Output", H256),
    number: as("Number", compact(u32)),
    state_root: as("Hash::Output", H256),
    extrinsics_root: as("Hash::Output", H256),
    digest: as("Digest", Digest),
  },
  [
    { name: "Number", type: u32.info },
    { name: "Hash", type: undefined },
  ],
);

export const ExtrinsicInclusionMode = names("sp_runtime::ExtrinsicInclusionMode", ["AllExtrinsics", "OnlyInherents"]);

export const OpaqueMetadata = wrapper("sp_core::OpaqueMetadata", bytes);

export const KeyTypeId = wrapper("sp_core::crypto::KeyTypeId", fixedBytes(4));

export const OpaqueValue = wrapper("sp_runtime::OpaqueValue", bytes);
