import type { ReadState } from "../../../frame/state.ts";
import { type Finding, holds, same } from "../../../frame/try-state.ts";
import { storage } from "../storage.ts";

/** All of a lease, as U64F64 bits. */
const whole = 1n << 64n;

/** Leases and the subnets they are of. That of an ended lease goes on to name it (docs/decisions/invariants.md). */
export function* leases(state: ReadState): Generator<Finding> {
  const next = storage.NextSubnetLeaseId.get(state);
  for (const [[id], { netuid }] of storage.SubnetLeases.entries(state)) {
    yield* holds("Ids of leases are given in turn.", [id], id < next, id, next);
    yield* same("A leased subnet has its lease.", [id, netuid], storage.SubnetUidToLeaseId.at(netuid).get(state), id);
    let sum = 0n;
    for (const [, share] of storage.SubnetLeaseShares.entries(state, id)) sum += share;
    yield* holds("Shares of a lease are not more than all.", [id], sum <= whole, sum, whole);
  }
  for (const [[netuid], id] of storage.SubnetUidToLeaseId.entries(state)) {
    const added = storage.NetworksAdded.at(netuid).get(state);
    yield* holds("A subnet that was leased exists.", [netuid, id], added && id < next, id, next);
  }
  for (const item of [storage.SubnetLeaseShares, storage.AccumulatedLeaseDividends])
    for (const [id] of item.keys(state)) {
      const lease = storage.SubnetLeases.at(id).exists(state);
      yield* holds("Shares are of leases that exist.", [item.name, id], lease, "none", "a lease");
    }
}
