import { addU64, subU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { mulPerThing, percent } from "../../../fixed/per-things.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import { withStorageLayer } from "../../../frame/storage-layer.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance } from "../../../types/balances.ts";
import { blockNumber } from "../../system/initialize.ts";
import { constants } from "../constants.ts";
import { events } from "../events.ts";
import { transferStakeWithinSubnet } from "../staking/stake-utils.ts";
import { storage } from "../storage.ts";

/**
 * Gives those who paid for a leased subnet their part of the owner's cut (alpha rao), rounded up, and the beneficiary
 * the rest of it. It is collected for a number of blocks, and stays collected while it cannot be handed out.
 * Rust: `pallets/subtensor/src/subnets/leasing.rs distribute_leased_network_dividends`.
 */
export function distributeLeasedNetworkDividends(state: WriteState, leaseId: number, ownerCut: AlphaBalance): void {
  const lease = storage.SubnetLeases.at(leaseId).get(state);
  const now = blockNumber(state);
  if (lease === undefined || (lease.end_block !== undefined && lease.end_block <= now)) return;
  const accumulated = storage.AccumulatedLeaseDividends.at(leaseId);
  const added = mulPerThing(percent, BigInt(lease.emissions_share), ownerCut, "up");
  const total = addU64(accumulated.get(state), added);
  if (now % constants.LeaseDividendsDistributionInterval.valueOf(state.rules) !== 0) {
    accumulated.set(state, total);
    return;
  }
  const give = (contributor: AccountId, alpha: AlphaBalance): void => {
    transferStakeWithinSubnet(state, lease.coldkey, lease.hotkey, contributor, lease.hotkey, lease.netuid, alpha);
    state.emit(events.SubnetLeaseDividendsDistributed({ lease_id: leaseId, contributor, alpha }));
  };
  const distributed = okOr(() =>
    withStorageLayer(state, () => {
      let given = 0n;
      for (const [[, contributor], share] of storage.SubnetLeaseShares.entries(state, leaseId)) {
        const alpha = U64F64.saturatingToU64(U64F64.ceil(U64F64.saturatingMul(share, U64F64.fromNum(total))));
        give(contributor, alpha);
        given = addU64(given, alpha);
      }
      give(lease.beneficiary, subU64(total, given));
      accumulated.set(state, 0n);
    }),
  );
  if ("failure" in distributed) accumulated.set(state, total);
}
