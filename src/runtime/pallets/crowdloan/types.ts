import { as } from "../../../codec/codec.ts";
import { struct } from "../../../codec/composites.ts";
import { option } from "../../../codec/containers.ts";
import { bool, u32, u64 } from "../../../codec/primitives.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { TaoBalance } from "../../types/balances.ts";
import { Bounded } from "../../types/frame.ts";

export const CrowdloanInfo = struct(
  "pallet_crowdloan::CrowdloanInfo",
  {
    creator: as("AccountId", AccountId32),
    deposit: as("Balance", TaoBalance),
    min_contribution: as("Balance", TaoBalance),
    end: as("BlockNumber", u32),
    cap: as("Balance", TaoBalance),
    funds_account: as("AccountId", AccountId32),
    raised: as("Balance", TaoBalance),
    target_address: as("Option<AccountId>", option(AccountId32)),
    call: as("Option<Call>", option(Bounded)),
    finalized: bool,
    contributors_count: u32,
  },
  [
    { name: "AccountId", type: AccountId32.info },
    { name: "Balance", type: u64.info },
    { name: "BlockNumber", type: u32.info },
    { name: "Call", type: Bounded.info },
  ],
);
