import { as } from "../../../codec/codec.ts";
import { struct } from "../../../codec/composites.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { TaoBalance } from "../../types/balances.ts";
import { boundedVec } from "../../types/bounded.ts";

export const Timepoint = struct("pallet_multisig::Timepoint", { height: as("BlockNumber", u32), index: u32 }, [
  { name: "BlockNumber", type: u32.info },
]);

export const Multisig = struct(
  "pallet_multisig::Multisig",
  {
    when: as("Timepoint<BlockNumber>", Timepoint),
    deposit: as("Balance", TaoBalance),
    depositor: as("AccountId", AccountId32),
    approvals: as("BoundedVec<AccountId, MaxApprovals>", boundedVec(AccountId32, 100)),
  },
  [
    { name: "BlockNumber", type: u32.info },
    { name: "Balance", type: u64.info },
    { name: "AccountId", type: AccountId32.info },
    { name: "MaxApprovals", type: undefined },
  ],
);
