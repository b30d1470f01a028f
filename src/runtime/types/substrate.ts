import { as } from "../../codec/codec.ts";
import { at, enumeration, names, struct, wrapper } from "../../codec/composites.ts";
import { btreeMap, compact, tuple, vec } from "../../codec/containers.ts";
import { bool, bytes, fixedBytes, fixedHex, str, u8, u32, u64, u128, unit } from "../../codec/primitives.ts";
import { AccountId32 } from "./account-id.ts";
import { H256 } from "./hashes.ts";
import { compactUnit, cow } from "./wrappers.ts";

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

export const RuntimeVersion = struct("sp_version::RuntimeVersion", {
  spec_name: as("Cow<'static, str>", cow(str)),
  impl_name: as("Cow<'static, str>", cow(str)),
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis: as("ApisVec", cow(vec(tuple(fixedBytes(8), u32)))),
  transaction_version: u32,
  system_version: u8,
});

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

export const InvalidTransaction = enumeration("sp_runtime::transaction_validity::InvalidTransaction", {
  Call: "unit",
  Payment: "unit",
  Future: "unit",
  Stale: "unit",
  BadProof: "unit",
  AncientBirthBlock: "unit",
  ExhaustsResources: "unit",
  Custom: u8,
  BadMandatory: "unit",
  MandatoryValidation: "unit",
  BadSigner: "unit",
  IndeterminateImplicit: "unit",
  UnknownOrigin: "unit",
});

export const UnknownTransaction = enumeration("sp_runtime::transaction_validity::UnknownTransaction", {
  CannotLookup: "unit",
  NoUnsignedValidator: "unit",
  Custom: u8,
});

export const TransactionValidityError = enumeration("sp_runtime::transaction_validity::TransactionValidityError", {
  Invalid: as("InvalidTransaction", InvalidTransaction),
  Unknown: as("UnknownTransaction", UnknownTransaction),
});

export const InherentData = struct("sp_inherents::InherentData", {
  data: as("BTreeMap<InherentIdentifier, Vec<u8>>", btreeMap(fixedHex(8), bytes)),
});

export const CheckInherentsResult = struct("sp_inherents::CheckInherentsResult", {
  okay: bool,
  fatal_error: bool,
  errors: as("InherentData", InherentData),
});

export const TransactionSource = names("sp_runtime::transaction_validity::TransactionSource", [
  "InBlock",
  "Local",
  "External",
]);

export const ValidTransaction = struct("sp_runtime::transaction_validity::ValidTransaction", {
  priority: as("TransactionPriority", u64),
  requires: as("Vec<TransactionTag>", vec(bytes)),
  provides: as("Vec<TransactionTag>", vec(bytes)),
  longevity: as("TransactionLongevity", u64),
  propagate: bool,
});

export const KeyTypeId = wrapper("sp_core::crypto::KeyTypeId", fixedBytes(4));

export const OpaqueValue = wrapper("sp_runtime::OpaqueValue", bytes);
