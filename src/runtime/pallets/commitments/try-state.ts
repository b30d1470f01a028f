import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, type ReservedBy, same } from "../../frame/try-state.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { storage } from "./storage.ts";

/** The deposits of commitments. */
export const reserved: ReservedBy = function* (state) {
  for (const [[, who], { deposit }] of storage.CommitmentOf.entries(state)) yield [who, deposit];
};

/** The index of timelocked fields is exact, and used space is that of an epoch that was. */
export function* tryState(state: ReadState): Generator<Finding> {
  const indexed = new Set(storage.TimelockedIndex.get(state).map(([netuid, who]) => `${netuid} ${who}`));
  for (const [keys, { info, block }] of storage.CommitmentOf.entries(state)) {
    const [netuid, who] = keys;
    const timelocked = info.fields.some(({ type }) => type === "TimelockEncrypted");
    yield* same(
      "A commitment is indexed when it has a timelocked field.",
      keys,
      indexed.has(`${netuid} ${who}`),
      timelocked,
    );
    indexed.delete(`${netuid} ${who}`);
    const last = storage.LastCommitment.at(netuid, who).get(state);
    yield* same("A commitment is of the block of the last one.", keys, last, block);
  }
  for (const entry of indexed)
    yield { invariant: "What is indexed is a commitment.", at: [], expected: "one", found: entry };
  for (const [keys, { last_epoch }] of storage.UsedSpaceOf.entries(state)) {
    const epoch = subtensor.SubnetEpochIndex.at(keys[0]).get(state);
    yield* holds("Space is used in epochs that have begun.", keys, last_epoch <= epoch, last_epoch, epoch);
    const added = subtensor.NetworksAdded.at(keys[0]).get(state);
    yield* holds("Space is used on subnets that exist.", keys, added, "no subnet", "a subnet");
  }
}
