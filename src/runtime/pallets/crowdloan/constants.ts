import { u32 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { TaoBalance } from "../../types/balances.ts";
import { PalletId } from "../../types/frame.ts";

/** What is fixed for Crowdloan. */
export const constants = defineConstants({
  PalletId: constant("What the accounts that hold the funds are made from.", PalletId, fromHex("0x62742f636c6f616e")),
  MinimumDeposit: constant("The least deposit of a creator, rao.", TaoBalance, 10_000_000_000n),
  AbsoluteMinimumContribution: constant(
    "The least that a crowdloan's least contribution may be, rao.",
    TaoBalance,
    100_000_000n,
  ),
  MinimumBlockDuration: constant(
    "The fewest blocks a crowdloan lasts.",
    u32,
    (rules) => rules.crowdloanMinimumBlockDuration,
  ),
  MaximumBlockDuration: constant(
    "The most blocks a crowdloan lasts.",
    u32,
    (rules) => rules.crowdloanMaximumBlockDuration,
  ),
  RefundContributorsLimit: constant("How many contributors one call refunds.", u32, 50),
  MaxContributors: constant("How many contributors a crowdloan has at most.", u32, 500),
});
