import { as } from "../../../codec/codec.ts";
import { option } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";

/** What Crowdloan tells of, by wire index. */
export const events = defineEvents("Crowdloan", {
  Created: event("Created.", {
    crowdloan_id: as("CrowdloanId", u32),
    creator: AccountIdT,
    end: as("BlockNumberFor<T>", u32),
    cap: as("BalanceOf<T>", u64),
  }),
  Contributed: event("Contributed.", {
    crowdloan_id: as("CrowdloanId", u32),
    contributor: AccountIdT,
    amount: as("BalanceOf<T>", u64),
  }),
  Withdrew: event("Withdrew.", {
    crowdloan_id: as("CrowdloanId", u32),
    contributor: AccountIdT,
    amount: as("BalanceOf<T>", u64),
  }),
  PartiallyRefunded: event("Partially refunded.", { crowdloan_id: as("CrowdloanId", u32) }),
  AllRefunded: event("All refunded.", { crowdloan_id: as("CrowdloanId", u32) }),
  Finalized: event("Finalized.", { crowdloan_id: as("CrowdloanId", u32) }),
  Dissolved: event("Dissolved.", { crowdloan_id: as("CrowdloanId", u32) }),
  MinContributionUpdated: event("Min contribution updated.", {
    crowdloan_id: as("CrowdloanId", u32),
    new_min_contribution: as("BalanceOf<T>", u64),
  }),
  EndUpdated: event("End updated.", { crowdloan_id: as("CrowdloanId", u32), new_end: as("BlockNumberFor<T>", u32) }),
  CapUpdated: event("Cap updated.", { crowdloan_id: as("CrowdloanId", u32), new_cap: as("BalanceOf<T>", u64) }),
  MaxContributionUpdated: event("Max contribution updated.", {
    crowdloan_id: as("CrowdloanId", u32),
    new_max_contribution: as("Option<BalanceOf<T>>", option(u64)),
  }),
});
