import { as } from "../../../codec/codec.ts";
import { enumeration, names, struct } from "../../../codec/composites.ts";
import { btreeSet, option } from "../../../codec/containers.ts";
import { bytes, i64, u8, u16, u32, u64, u128 } from "../../../codec/primitives.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../../types/balances.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { Runtime } from "../../types/extensions.ts";
import { U64F64 } from "../../types/fixed.ts";
import { Percent } from "../../types/per-things.ts";

export const RootClaimTypeEnum = enumeration("pallet_subtensor::pallet::RootClaimTypeEnum", {
  Swap: "unit",
  Keep: "unit",
  KeepSubnets: { fields: { subnets: as("BTreeSet<NetUid>", btreeSet(NetUid)) } },
});

export const SafeFloat = struct("share_pool::SafeFloat", { mantissa: u128, exponent: i64 });

export const LockState = struct("pallet_subtensor::staking::lock::LockState", {
  locked_mass: AlphaBalance,
  conviction: as("U64F64", U64F64),
  last_update: u64,
});

export const Hyperparameter = names("pallet_subtensor::utils::rate_limiting::Hyperparameter", [
  "Unknown",
  "ServingRateLimit",
  "MaxDifficulty",
  "AdjustmentAlpha",
  "MaxWeightLimit",
  "ImmunityPeriod",
  "MinAllowedWeights",
  "Kappa",
  "Rho",
  "ActivityCutoff",
  "PowRegistrationAllowed",
  "MinBurn",
  "MaxBurn",
  "BondsMovingAverage",
  "BondsPenalty",
  "CommitRevealEnabled",
  "LiquidAlphaEnabled",
  "AlphaValues",
  "WeightCommitInterval",
  "TransferEnabled",
  "AlphaSigmoidSteepness",
  "Yuma3Enabled",
  "BondsResetEnabled",
  "ImmuneNeuronLimit",
  "RecycleOrBurn",
  "MaxAllowedUids",
  "BurnHalfLife",
  "BurnIncreaseMult",
  "SubnetEmissionEnabled",
  "MinChildkeyTake",
  "ActivityCutoffFactorMilli",
  "TriggerEpoch",
]);

export const RateLimitKey = enumeration(
  "pallet_subtensor::RateLimitKey",
  {
    SetSNOwnerHotkey: NetUid,
    OwnerHyperparamUpdate: [NetUid, as("Hyperparameter", Hyperparameter)],
    NetworkLastRegistered: "unit",
    LastTxBlock: as("AccountId", AccountId32),
    LastTxBlockChildKeyTake: as("AccountId", AccountId32),
    LastTxBlockDelegateTake: as("AccountId", AccountId32),
    AddStakeBurn: NetUid,
  },
  [{ name: "AccountId", type: AccountId32.info }],
);

export const RecycleOrBurnEnum = names("pallet_subtensor::pallet::RecycleOrBurnEnum", ["Burn", "Recycle"]);

export const AxonInfo = struct("pallet_subtensor::pallet::AxonInfo", {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
  protocol: u8,
  placeholder1: u8,
  placeholder2: u8,
});

export const NeuronCertificate = struct("pallet_subtensor::pallet::NeuronCertificate", {
  public_key: as("BoundedVec<u8, ConstU32<64>>", boundedBytes(64)),
  algorithm: u8,
});

export const PrometheusInfo = struct("pallet_subtensor::pallet::PrometheusInfo", {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
});

export const ChainIdentityV2 = struct("pallet_subtensor::pallet::ChainIdentityV2", {
  name: bytes,
  url: bytes,
  github_repo: bytes,
  image: bytes,
  discord: bytes,
  description: bytes,
  additional: bytes,
});

export const SubnetIdentityV3 = struct("pallet_subtensor::pallet::SubnetIdentityV3", {
  subnet_name: bytes,
  github_repo: bytes,
  subnet_contact: bytes,
  subnet_url: bytes,
  discord: bytes,
  description: bytes,
  logo_url: bytes,
  additional: bytes,
});

export const SubnetLease = struct(
  "pallet_subtensor::subnets::leasing::SubnetLease",
  {
    beneficiary: as("AccountId", AccountId32),
    coldkey: as("AccountId", AccountId32),
    hotkey: as("AccountId", AccountId32),
    emissions_share: as("Percent", Percent),
    end_block: as("Option<BlockNumber>", option(u32)),
    netuid: NetUid,
    cost: as("Balance", TaoBalance),
  },
  [
    { name: "AccountId", type: AccountId32.info },
    { name: "BlockNumber", type: u32.info },
    { name: "Balance", type: u64.info },
  ],
);

export const SubtensorTransactionExtension = struct(
  "pallet_subtensor::extensions::subtensor::SubtensorTransactionExtension",
  {},
  [{ name: "T", type: Runtime.info }],
);
