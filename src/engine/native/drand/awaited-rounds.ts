import type { ReadState } from "../../../runtime/frame/state.ts";
import { storage as commitments } from "../../../runtime/pallets/commitments/storage.ts";
import { storage as subtensor } from "../../../runtime/pallets/subtensor/storage.ts";

/** The rounds whose pulses open what the state holds encrypted, weights and commitments, each once and rising. */
export function awaitedRounds(state: ReadState): bigint[] {
  const rounds = new Set<bigint>();
  for (const [, commits] of subtensor.TimelockedWeightCommits.entries(state)) {
    for (const [, , , round] of commits) rounds.add(round);
  }
  for (const [netuid, who] of commitments.TimelockedIndex.get(state)) {
    for (const field of commitments.CommitmentOf.at(netuid, who).get(state)?.info.fields ?? []) {
      if (field.type === "TimelockEncrypted") rounds.add(field.value.reveal_round);
    }
  }
  return [...rounds].sort((a, b) => (a < b ? -1 : 1));
}
