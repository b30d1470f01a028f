import { as } from "../../../codec/codec.ts";
import { struct } from "../../../codec/composites.ts";
import { u32 } from "../../../codec/primitives.ts";
import { AccountIdT } from "../../types/balances.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { Runtime } from "../../types/extensions.ts";

export const PendingExtrinsic = struct(
  "pallet_shield::pallet::PendingExtrinsic",
  {
    who: AccountIdT,
    encrypted_call: as("BoundedVec<u8, MaxEncryptedCallSize>", boundedBytes(8_192)),
    submitted_at: as("BlockNumberFor<T>", u32),
  },
  [{ name: "T", type: undefined }],
);

export const CheckShieldedTxValidity = struct("pallet_shield::extension::CheckShieldedTxValidity", {}, [
  { name: "T", type: Runtime.info },
]);
