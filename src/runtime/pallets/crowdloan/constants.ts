import { u32, u64 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { PalletId } from "../../types/frame.ts";

/** What is fixed for Crowdloan. */
export const constants = defineConstants({
  PalletId: constant("Pallet id.", PalletId, fromHex("0x62742f636c6f616e")),
  MinimumDeposit: constant("Minimum deposit.", u64, 10_000_000_000n),
  AbsoluteMinimumContribution: constant("Absolute minimum contribution.", u64, 100_000_000n),
  MinimumBlockDuration: constant("Minimum block duration.", u32, (rules) => (rules.name === "local" ? 50 : 50_400)),
  MaximumBlockDuration: constant("Maximum block duration.", u32, (rules) =>
    rules.name === "local" ? 20_000 : 432_000,
  ),
  RefundContributorsLimit: constant("Refund contributors limit.", u32, 50),
  MaxContributors: constant("Max contributors.", u32, 500),
});
