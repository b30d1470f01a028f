import { as } from "../../../codec/codec.ts";
import { option } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, TaoBalance } from "../../types/balances.ts";

/** What Crowdloan tells of, by wire index. */
export const events = defineEvents("Crowdloan", {
  Created: event("A crowdloan was opened.", {
    crowdloan_id: as("CrowdloanId", u32),
    creator: AccountIdT,
    end: as("BlockNumberFor<T>", u32),
    cap: as("BalanceOf<T>", TaoBalance),
  }),
  Contributed: event("Rao were given to a crowdloan.", {
    crowdloan_id: as("CrowdloanId", u32),
    contributor: AccountIdT,
    amount: as("BalanceOf<T>", TaoBalance),
  }),
  Withdrew: event("A contribution was taken back.", {
    crowdloan_id: as("CrowdloanId", u32),
    contributor: AccountIdT,
    amount: as("BalanceOf<T>", TaoBalance),
  }),
  PartiallyRefunded: event("Contributions were returned, and more are left.", { crowdloan_id: as("CrowdloanId", u32) }),
  AllRefunded: event("All contributions but the creator's were returned.", { crowdloan_id: as("CrowdloanId", u32) }),
  Finalized: event("A crowdloan's funds were sent, or its call was made.", { crowdloan_id: as("CrowdloanId", u32) }),
  Dissolved: event("A crowdloan was removed.", { crowdloan_id: as("CrowdloanId", u32) }),
  MinContributionUpdated: event("The least contribution was changed.", {
    crowdloan_id: as("CrowdloanId", u32),
    new_min_contribution: as("BalanceOf<T>", TaoBalance),
  }),
  EndUpdated: event("The last block was changed.", {
    crowdloan_id: as("CrowdloanId", u32),
    new_end: as("BlockNumberFor<T>", u32),
  }),
  CapUpdated: event("What is to be raised was changed.", {
    crowdloan_id: as("CrowdloanId", u32),
    new_cap: as("BalanceOf<T>", TaoBalance),
  }),
  MaxContributionUpdated: event("The most that one account may give was set or lifted.", {
    crowdloan_id: as("CrowdloanId", u32),
    new_max_contribution: as("Option<BalanceOf<T>>", option(TaoBalance)),
  }),
});
