import { as } from "../../../codec/codec.ts";
import { names, struct } from "../../../codec/composites.ts";
import { u32 } from "../../../codec/primitives.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { ProxyType } from "../../types/common.ts";
import { H256 } from "../../types/hashes.ts";

export const DepositKind = names("pallet_subtensor_proxy::DepositKind", ["Proxies", "Announcements"]);

export const ProxyDefinition = struct(
  "pallet_subtensor_proxy::ProxyDefinition",
  { delegate: as("AccountId", AccountId32), proxy_type: as("ProxyType", ProxyType), delay: as("BlockNumber", u32) },
  [
    { name: "AccountId", type: AccountId32.info },
    { name: "ProxyType", type: ProxyType.info },
    { name: "BlockNumber", type: u32.info },
  ],
);

export const Announcement = struct(
  "pallet_subtensor_proxy::Announcement",
  { real: as("AccountId", AccountId32), call_hash: as("Hash", H256), height: as("BlockNumber", u32) },
  [
    { name: "AccountId", type: AccountId32.info },
    { name: "Hash", type: H256.info },
    { name: "BlockNumber", type: u32.info },
  ],
);
