import type { Infer } from "../../../codec/codec.ts";
import type { WriteState } from "../../frame/state.ts";
import { addWeight, dbWeight, sumWeights, type Weight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { NetUid } from "../../types/balances.ts";
import { openWithPulse } from "../drand/open-commit.ts";
import { storage as drand } from "../drand/storage.ts";
import { blockNumber } from "../system/initialize.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { removeTimelocked } from "./timelocked-index.ts";
import type { Data } from "./types.ts";

type Field = Infer<typeof Data>;

/** How many reveals of an account are kept. */
const maxReveals = 10;
const unindexed = dbWeight(1, 1);

interface Opened {
  /** How many fields were under a timelock. */
  readonly timelocked: number;
  /** Whether the pulse of one of them is here. */
  readonly due: boolean;
  readonly remaining: Field[];
  readonly revealed: Uint8Array[];
}

/** Opens the fields whose pulse is here. What cannot be opened, or holds nothing, is dropped. */
function openFields(state: WriteState, fields: readonly Field[]): Opened {
  const [remaining, revealed]: [Field[], Uint8Array[]] = [[], []];
  let [timelocked, due] = [0, false];
  for (const field of fields) {
    if (field.type !== "TimelockEncrypted") {
      remaining.push(field);
      continue;
    }
    timelocked += 1;
    const pulse = drand.Pulses.at(field.value.reveal_round).get(state);
    if (pulse === undefined) {
      remaining.push(field);
      continue;
    }
    due = true;
    const opened = openWithPulse(field.value.encrypted, pulse.signature);
    if (opened !== undefined && opened.length > 0) revealed.push(opened);
  }
  return { timelocked, due, remaining, revealed };
}

function keepReveals(state: WriteState, netuid: NetUid, who: AccountId, revealed: readonly Uint8Array[]): void {
  const block = BigInt(blockNumber(state));
  const item = storage.RevealedCommitments.at(netuid, who);
  const all = [...(item.get(state) ?? [])];
  for (const bytes of revealed) {
    all.push([bytes, block]);
    state.emit(events.CommitmentRevealed({ netuid, who }));
  }
  item.set(state, all.slice(-maxReveals));
}

/** Reveals what is due of one account; returns the weight of doing so. */
function revealOf(state: WriteState, netuid: NetUid, who: AccountId): Weight {
  const item = storage.CommitmentOf.at(netuid, who);
  const registration = item.get(state);
  const fields = registration?.info.fields ?? [];
  const { timelocked, due, remaining, revealed } = openFields(state, fields);
  const read = dbWeight(1 + timelocked, 0);
  if (registration === undefined || timelocked === 0) {
    removeTimelocked(state, [netuid, who]);
    return addWeight(read, unindexed);
  }
  if (!due) return read;
  if (revealed.length > 0) keepReveals(state, netuid, who, revealed);
  if (remaining.length > 0) item.set(state, { ...registration, info: { fields: remaining } });
  else item.remove(state);
  const ends = remaining.every(({ type }) => type !== "TimelockEncrypted");
  if (ends) removeTimelocked(state, [netuid, who]);
  const kept = revealed.length > 0 ? dbWeight(1, 1) : dbWeight(0, 0);
  return addWeight(read, kept, dbWeight(0, 1), ends ? unindexed : dbWeight(0, 0));
}

/**
 * Reveals all fields under a timelock whose pulse is here, by subnet and account; returns the weight of doing so.
 * Rust: `pallets/commitments/src/lib.rs reveal_timelocked_commitments`.
 */
export function revealTimelockedCommitments(state: WriteState): Weight {
  const index = storage.TimelockedIndex.get(state);
  return addWeight(dbWeight(1, 0), sumWeights(index.map(([netuid, who]) => revealOf(state, netuid, who))));
}
