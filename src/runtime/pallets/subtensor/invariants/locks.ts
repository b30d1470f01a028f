import { divU64, greatest } from "../../../../lib/integers.ts";
import type { ReadState } from "../../../frame/state.ts";
import { type Finding, holds, tally } from "../../../frame/try-state.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { isPerpetualLock, isSubnetOwnerHotkey, lockRates } from "../staking/conviction-model.ts";
import { totalColdkeyAlphaOnSubnet } from "../staking/lock.ts";
import { type LockKind, type LockRates, type LockState, rollForwardLock } from "../staking/lock-state.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

/** Moving shares may cut a rao of the alpha that is locked. */
const cutOff = 10n;
/** Each time a lock or an aggregate is rolled forward a rao is cut, and a lock below 100 rao is dropped. */
const cutOffs = 1_000n;

/**
 * By how much an aggregate may differ from its locks, rao. When one of several decaying locks is rolled forward, the
 * original takes what that one lost from the aggregate and calls it rolled forward, so that it misses what the others
 * lost, or counts it twice: at most what decays in the life of the chain.
 */
function slackOf(mass: AlphaBalance, { perpetual }: LockKind, blocks: bigint, { unlock }: LockRates): AlphaBalance {
  return perpetual ? cutOffs : cutOffs + divU64(mass * blocks, unlock);
}

type Aggregate = readonly [netuid: NetUid, hotkey: string, kind: LockKind, lock: LockState];

/** The four kinds of aggregates. */
function* aggregates(state: ReadState): Generator<Aggregate> {
  for (const [[netuid, hotkey], lock] of storage.HotkeyLock.entries(state))
    yield [netuid, hotkey, { owner: false, perpetual: true }, lock];
  for (const [[netuid, hotkey], lock] of storage.DecayingHotkeyLock.entries(state))
    yield [netuid, hotkey, { owner: false, perpetual: false }, lock];
  for (const [[netuid], lock] of storage.OwnerLock.entries(state))
    yield [netuid, "", { owner: true, perpetual: true }, lock];
  for (const [[netuid], lock] of storage.DecayingOwnerLock.entries(state))
    yield [netuid, "", { owner: true, perpetual: false }, lock];
}

const nameOf = (netuid: NetUid, hotkey: string, { owner, perpetual }: LockKind): string =>
  `${perpetual ? "perpetual" : "decaying"} on ${owner ? "the owner hotkey" : hotkey} of ${netuid}`;

/** What is locked now, rao, by what it should be part of. */
function* individuals(state: ReadState, sums: Map<string, AlphaBalance>): Generator<Finding> {
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  const lockers = new Set<string>();
  for (const [at, lock] of storage.Lock.entries(state)) {
    const [coldkey, netuid, hotkey] = at;
    const indexed = storage.LockingColdkeys.at(netuid, hotkey, coldkey).exists(state);
    yield* holds("A lock is indexed.", at, indexed, "not indexed", "indexed");
    yield* holds("A coldkey has one lock on a subnet.", at, !lockers.has(`${coldkey}${netuid}`), "several", "one");
    lockers.add(`${coldkey}${netuid}`);
    yield* holds("A lock is of a block that was.", at, lock.last_update <= now, lock.last_update, now);
    const owner = isSubnetOwnerHotkey(state, netuid, hotkey);
    const kind = { owner, perpetual: isPerpetualLock(state, coldkey, netuid) };
    const { locked_mass } = rollForwardLock(lock, now, rates, kind).lock;
    const total = totalColdkeyAlphaOnSubnet(state, coldkey, netuid);
    yield* holds("No more is locked than there is.", at, locked_mass <= total + cutOff, locked_mass, total);
    tally(sums, nameOf(netuid, hotkey, kind), locked_mass);
  }
}

/** Locks: each is indexed, a coldkey has one on a subnet, no more is locked than there is, and aggregates add up. */
export function* locks(state: ReadState): Generator<Finding> {
  const sums = new Map<string, AlphaBalance>();
  yield* individuals(state, sums);
  for (const [netuid, hotkey, coldkey] of storage.LockingColdkeys.keys(state)) {
    const there = storage.Lock.at(coldkey, netuid, hotkey).exists(state);
    yield* holds("What is indexed is a lock.", [coldkey, netuid, hotkey], there, "none", "a lock");
  }
  const [now, rates] = [getCurrentBlockAsU64(state), lockRates(state)];
  for (const [netuid, hotkey, kind, lock] of aggregates(state)) {
    const name = nameOf(netuid, hotkey, kind);
    const total = rollForwardLock(lock, now, rates, kind).lock.locked_mass;
    const sum = sums.get(name) ?? 0n;
    sums.delete(name);
    const slack = slackOf(greatest(total, sum), kind, now, rates);
    yield* holds("Locks add up.", [name], total <= sum + slack && sum <= total + slack, total, sum);
  }
  for (const [name, sum] of sums) yield* holds("Locks add up.", [name], sum <= cutOffs, 0n, sum);
}
