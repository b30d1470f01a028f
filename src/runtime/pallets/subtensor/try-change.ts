import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds } from "../../frame/try-state.ts";
import { totalIssuance } from "../balances/accounts.ts";
import { blockEvents } from "../system/block-events.ts";
import { authorship } from "./ports.ts";
import { storage } from "./storage.ts";

/** What SubtensorModule counts as TAO beyond what Balances counts, rao. */
const issuanceDrift = (state: ReadState): bigint => storage.TotalIssuance.get(state) - totalIssuance(state);

/** What TotalStake is beyond the TAO of all subnets, rao. */
function stakeDrift(state: ReadState): bigint {
  let drift = storage.TotalStake.get(state);
  for (const [, tao] of storage.SubnetTAO.entries(state)) drift -= tao;
  return drift;
}

/** By how much Balances alone may have shrunk and grown, rao; undefined where an event does not say it. */
function balancesAlone(after: ReadState): { least: bigint; most: bigint } | undefined {
  const hasAuthor = authorship.of(after)(after) !== undefined;
  let [least, most] = [0n, 0n];
  for (const { pallet, name, fields } of blockEvents(after)) {
    const known = `${pallet}.${name}`;
    if (known === "Balances.BalanceSet") return undefined;
    if (known === "Balances.DustLost" || known === "Balances.Burned" || known === "SafeMode.DepositSlashed")
      most += fields.amount as bigint;
    if (known === "TransactionPayment.TransactionFeePaid" && !hasAuthor)
      most += (fields.actual_fee as bigint) + (fields.tip as bigint);
    if (known !== "Balances.TotalIssuanceForced") continue;
    const by = (fields.old as bigint) - (fields.new as bigint);
    least += by;
    most += by;
  }
  return { least, most };
}

/**
 * The two counts of issuance move together, and TotalStake with the TAO of subnets, but for the fees of purchases
 * that it counts as stake. Rust: `pallets/subtensor/src/utils/try_state.rs check_total_stake`.
 */
export function* tryChange(before: ReadState, after: ReadState): Generator<Finding> {
  const grown = issuanceDrift(after) - issuanceDrift(before);
  const alone = balancesAlone(after);
  if (alone !== undefined) {
    // At zero it stops falling.
    const open = storage.TotalIssuance.get(after) === 0n || storage.TotalIssuance.get(before) === 0n;
    const explained = grown >= alone.least && (grown <= alone.most || open);
    yield* holds("TotalIssuance changes as that of Balances.", [], explained, grown, [alone.least, alone.most]);
  }
  const more = stakeDrift(after) - stakeDrift(before);
  yield* holds("TotalStake falls with the TAO of subnets.", [], more >= 0n, more, "0 or more");
}
