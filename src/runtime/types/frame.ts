import { as, type Codec } from "../../codec/codec.ts";
import { enumeration, names, struct, wrapper } from "../../codec/composites.ts";
import { compact, option, vec } from "../../codec/containers.ts";
import { cow } from "../../codec/cow.ts";
import { bool, fixedBytes, str, u32, u64 } from "../../codec/primitives.ts";
import { RuntimeCall, RuntimeEvent } from "../frame/outer-codecs.ts";
import { AccountData } from "../pallets/balances/types.ts";
import { AccountId32 } from "./account-id.ts";
import { TaoBalance } from "./balances.ts";
import { boundedBytes } from "./bounded.ts";
import { H256 } from "./hashes.ts";
import { BlakeTwo256, Weight } from "./substrate.ts";

export const AccountInfo = struct(
  "frame_system::AccountInfo",
  {
    nonce: as("Nonce", u32),
    consumers: as("RefCount", u32),
    providers: as("RefCount", u32),
    sufficients: as("RefCount", u32),
    data: as("AccountData", AccountData),
  },
  [
    { name: "Nonce", type: u32.info },
    { name: "AccountData", type: AccountData.info },
  ],
);

/** One of each for the three classes of calls. */
export function perDispatchClass<T>(of: Codec<T>) {
  return struct(
    "frame_support::dispatch::PerDispatchClass",
    { normal: as("T", of), operational: as("T", of), mandatory: as("T", of) },
    [{ name: "T", type: of.info }],
  );
}

export const Phase = enumeration("frame_system::Phase", {
  ApplyExtrinsic: u32,
  Finalization: "unit",
  Initialization: "unit",
});

export const EventRecord = struct(
  "frame_system::EventRecord",
  { phase: as("Phase", Phase), event: as("E", RuntimeEvent), topics: as("Vec<T>", vec(H256)) },
  [
    { name: "E", type: RuntimeEvent.info },
    { name: "T", type: H256.info },
  ],
);

export const DispatchClass = names("frame_support::dispatch::DispatchClass", ["Normal", "Operational", "Mandatory"]);

export const Pays = names("frame_support::dispatch::Pays", ["Yes", "No"]);

export const DispatchEventInfo = struct("frame_system::DispatchEventInfo", {
  weight: as("Weight", Weight),
  class: as("DispatchClass", DispatchClass),
  pays_fee: as("Pays", Pays),
});

export const BalanceStatus = names("frame_support::traits::tokens::misc::BalanceStatus", ["Free", "Reserved"]);

export const LastRuntimeUpgradeInfo = struct("frame_system::LastRuntimeUpgradeInfo", {
  spec_version: as("codec::Compact<u32>", compact(u32)),
  spec_name: as("Cow<'static, str>", cow(str)),
});

export const CodeUpgradeAuthorization = struct(
  "frame_system::CodeUpgradeAuthorization",
  { code_hash: as("T::Hash", H256), check_version: bool },
  [{ name: "T", type: undefined }],
);

export const WeightsPerClass = struct("frame_system::limits::WeightsPerClass", {
  base_extrinsic: as("Weight", Weight),
  max_extrinsic: as("Option<Weight>", option(Weight)),
  max_total: as("Option<Weight>", option(Weight)),
  reserved: as("Option<Weight>", option(Weight)),
});

export const BlockWeights = struct("frame_system::limits::BlockWeights", {
  base_block: as("Weight", Weight),
  max_block: as("Weight", Weight),
  per_class: as("PerDispatchClass<WeightsPerClass>", perDispatchClass(WeightsPerClass)),
});

export const BlockLength = struct("frame_system::limits::BlockLength", {
  max: as("PerDispatchClass<u32>", perDispatchClass(u32)),
});

/** An amount, rao, and why it is kept. */
export function idAmount<T>(id: Codec<T>) {
  return struct(
    "frame_support::traits::tokens::misc::IdAmount",
    { id: as("Id", id), amount: as("Balance", TaoBalance) },
    [
      { name: "Id", type: id.info },
      { name: "Balance", type: u64.info },
    ],
  );
}

export const PalletId = wrapper("frame_support::PalletId", fixedBytes(8));

export const RawOrigin = enumeration(
  "frame_support::dispatch::RawOrigin",
  {
    Root: "unit",
    Signed: as("AccountId", AccountId32),
    None: "unit",
    Authorized: "unit",
  },
  [{ name: "AccountId", type: AccountId32.info }],
);

export const HoldConsideration = wrapper(
  "frame_support::traits::tokens::fungible::HoldConsideration",
  as("F::Balance", TaoBalance),
  [
    { name: "A", type: undefined },
    { name: "F", type: undefined },
    { name: "R", type: undefined },
    { name: "D", type: undefined },
    { name: "Fp", type: undefined },
  ],
);

export const Bounded = enumeration(
  "frame_support::traits::preimages::Bounded",
  {
    Legacy: { fields: { hash: as("H::Output", H256) } },
    Inline: as("BoundedInline", boundedBytes(128)),
    Lookup: { fields: { hash: as("H::Output", H256), len: u32 } },
  },
  [
    { name: "T", type: RuntimeCall.info },
    { name: "H", type: BlakeTwo256.info },
  ],
);

export const CheckNonZeroSender = struct("frame_system::extensions::check_non_zero_sender::CheckNonZeroSender", {}, [
  { name: "T", type: undefined },
]);

export const CheckSpecVersion = struct("frame_system::extensions::check_spec_version::CheckSpecVersion", {}, [
  { name: "T", type: undefined },
]);

export const CheckTxVersion = struct("frame_system::extensions::check_tx_version::CheckTxVersion", {}, [
  { name: "T", type: undefined },
]);

export const CheckGenesis = struct("frame_system::extensions::check_genesis::CheckGenesis", {}, [
  { name: "T", type: undefined },
]);

export const CheckWeight = struct("frame_system::extensions::check_weight::CheckWeight", {}, [
  { name: "T", type: undefined },
]);

export const Mode = names("frame_metadata_hash_extension::Mode", ["Disabled", "Enabled"]);

export const CheckMetadataHash = struct(
  "frame_metadata_hash_extension::CheckMetadataHash",
  { mode: as("Mode", Mode) },
  [{ name: "T", type: undefined }],
);
