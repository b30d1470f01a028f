import type { ChainApi, Unsubscribe } from "../../../chain/api.ts";
import type { Environment } from "../../../chain/environment.ts";
import type { Keystore } from "../../../crypto/keystore.ts";
import { equalBytes, fromHex, type Hex } from "../../../lib/bytes.ts";
import { createRecentMap } from "../../../lib/recent.ts";
import { messageOf } from "../../../lib/user-error.ts";
import type { StateReader } from "../../../primitives/state.ts";
import { decodeExtrinsic } from "../../../runtime/executive/extrinsic.ts";
import type { Runtime } from "../../../runtime/frame/compose.ts";
import type { ReadState } from "../../../runtime/frame/state.ts";
import { roundAt } from "../../../runtime/pallets/drand/round-at.ts";
import { storage } from "../../../runtime/pallets/drand/storage.ts";
import { storage as timestamp } from "../../../runtime/pallets/timestamp/storage.ts";
import { readState } from "../state.ts";
import { awaitedRounds } from "./awaited-rounds.ts";
import { offlineBeacon, offlinePulse } from "./offline-beacon.ts";
import { type Fetch, fetchPulse, httpFetch } from "./public-beacon.ts";
import { drandKey, type PulseSender, pulseSender, target } from "./pulse-sender.ts";

/** How many pulses are sent after one block at most. Rust: `pallets/drand/src/lib.rs MAX_PULSES_TO_FETCH`. */
const mostPulses = 50n;
/** How many pulses of the offline beacon are made and sent after one block: more than a block of 12 seconds brings, and little enough for one of 250 ms. */
const mostMade = 10;
/** How many pulses that were made are remembered: one that no block took goes out again. */
const mostKept = 64;
/** How long to wait after the first failure, and after many, ms. */
const [shortPause, longPause] = [3_000, 60_000];
/** How long after the start the key is made, ms: the first block need not wait for it. */
const keyDelay = 1_000;

export interface DrandWorker {
  stop(): void;
}

/** The offline beacon, for who makes many blocks at once. */
export interface OfflineDrand extends DrandWorker {
  /** Whether a round has come, by the time of a state, whose pulse opens something that the state holds. */
  isAwaited(state: StateReader): boolean;
  /** Sends only the pulses that something waits for, until it is told otherwise. */
  onlyAwaited(only: boolean): void;
  /** Waits until the pool has what was sent. */
  settled(): Promise<void>;
}

/** What the worker needs of the node: the chain whose runtime it belongs to, and the keys to sign with. */
export interface DrandNode {
  readonly chain: ChainApi;
  readonly environment: Environment;
  readonly runtime: Runtime;
  readonly keystore: Keystore;
  /** Whether a program executes what follows a block: it has its own worker, and its state is its own. Absent: never. */
  isProgram?(block: Hex): boolean;
}

/** A new best block, with the state it left. */
interface Head {
  readonly hash: Hex;
  readonly number: number;
  readonly state: ReadState;
}

/** Calls for each new best block, and for the one that the chain's owner went to: what was sent before is not in its pool. */
function onHead(node: DrandNode, sender: PulseSender, call: (head: Head) => void): Unsubscribe {
  const { chain, runtime, isProgram = () => false } = node;
  const tell = (hash: Hex): void => {
    const state = isProgram(hash) ? "unknown" : chain.stateAt(hash);
    const number = chain.header(hash)?.number;
    if (typeof state === "string" || number === undefined) return;
    call({ hash, number, state: readState(runtime, state) });
  };
  const ends = [
    chain.events.onImported(({ hash, isNewBest }) => {
      if (isNewBest) tell(hash);
    }),
    chain.events.onRewound(({ hash }) => {
      sender.forget();
      tell(hash);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Whether no pulse may be sent after this block yet. */
const isEarly = ({ number, state }: Head): boolean => storage.NextUnsignedAt.get(state) > number;

/** The rounds that are wanted when the beacon is at `current`. @param stored the last one that the chain has, 0 for none. */
function wantedRounds(stored: bigint, current: bigint): bigint[] {
  // A chain that has none yet begins with the newest.
  const last = stored === 0n && current > 0n ? current - 1n : stored;
  const wanted: bigint[] = [];
  for (let round = last + 1n; round <= current && round <= last + mostPulses; round++) wanted.push(round);
  return wanted;
}

/** Makes the node's key when it has none, soon after its start. */
function createKeySoon({ environment, keystore }: DrandNode): () => void {
  return environment.after(keyDelay, () => {
    try {
      drandKey(keystore);
    } catch (error) {
      environment.log.error(target, `Failed to create SR25519 key for offchain worker: ${messageOf(error)}`);
    }
  });
}

/** Whether a block holds anything that is not the node's own: inherents and pulses are. */
function hasTransactions({ chain, runtime }: DrandNode, hash: Hex): boolean {
  return (chain.body(hash) ?? []).some((bytes) => {
    const { call, preamble } = decodeExtrinsic(bytes, runtime);
    return preamble.type !== "Bare" || call.pallet === "Ethereum";
  });
}

/**
 * Sends the pulses of the offline beacon: after each block those of the rounds that began by the block's time, whatever
 * the clock says, at once. Where the chain's time went on by more than a few blocks, those between that nothing waits for
 * are left out: a pulse takes 10 ms to make.
 * @param quiet with it, blocks that hold only pulses bring no new ones: where each transaction makes a block, they would
 * go on for ever.
 * @param sparing only pulses that something waits for are ever sent: the owner's blocks hold what the owner put there.
 */
export function startOfflineDrand(node: DrandNode, quiet: boolean, sparing = false): OfflineDrand {
  const sender = pulseSender(node);
  const ours = fromHex(offlineBeacon.publicKey);
  const made = createRecentMap<bigint, ReturnType<typeof offlinePulse>>(mostKept);
  const pulseOf = (round: bigint): ReturnType<typeof offlinePulse> => {
    const pulse = made.get(round) ?? offlinePulse(round);
    made.set(round, pulse);
    return pulse;
  };
  const cancel = createKeySoon(node);
  let only = false;
  let sending: Promise<unknown> = Promise.resolve();
  const awaited = (state: ReadState, current: bigint): bigint[] => {
    const stored = storage.LastStoredRound.get(state);
    return awaitedRounds(state).filter((round) => round > stored && round <= current);
  };
  const wantedNow = (state: ReadState, current: bigint): bigint[] => {
    if (only || sparing) return awaited(state, current);
    const stored = storage.LastStoredRound.get(state);
    if (stored === 0n || current <= stored + mostPulses) return wantedRounds(stored, current);
    return [...new Set([...awaited(state, current), current])];
  };
  const unsubscribe = onHead(node, sender, (head) => {
    // Of many blocks at once only the last one can be followed by another.
    if (head.hash !== node.chain.bestHash()) return;
    const config = storage.BeaconConfig.get(head.state);
    // Root may have set another beacon, whose pulses are not ours to make.
    if (!equalBytes(config.public_key, ours) || (quiet && !hasTransactions(node, head.hash))) return;
    if (isEarly(head)) return;
    const current = roundAt(timestamp.Now.get(head.state), config);
    const due = wantedNow(head.state, current)
      .slice(0, mostMade)
      .filter((round) => !sender.waits(round, head.number));
    sending = Promise.all([sending, ...due.map((round) => sender.send(pulseOf(round), head.number))]);
  });
  return {
    isAwaited(bare) {
      if (node.isProgram?.(node.chain.bestHash())) return false;
      const state = readState(node.runtime, bare);
      return awaited(state, roundAt(timestamp.Now.get(state), storage.BeaconConfig.get(state))).length > 0;
    },
    onlyAwaited(now) {
      only = now;
    },
    settled: async () => void (await sending),
    stop() {
      cancel();
      unsubscribe();
    },
  };
}

/**
 * Fetches the pulses of drand's quicknet and sends them, after each block; one fetch at a time, and after failures fewer
 * of them. Nothing waits for it. Rust: `pallets/drand/src/lib.rs fetch_drand_pulse_and_send_unsigned`.
 */
export function startPublicDrand(node: DrandNode, fetchText: Fetch = httpFetch): DrandWorker {
  const { environment } = node;
  const { log } = environment;
  const sender = pulseSender(node);
  const stopped = new AbortController();
  let busy = false;
  let failures = 0;
  let notBefore = environment.now() + shortPause;

  // What is read of the state is read at once: it may not be kept until the beacon has answered.
  const work = async (number: number, stored: bigint): Promise<void> => {
    const { round: current } = await fetchPulse("latest", fetchText, stopped.signal);
    const pulses = [];
    for (const round of wantedRounds(stored, current)) {
      if (!sender.waits(round, number)) pulses.push(await fetchPulse(round, fetchText, stopped.signal));
    }
    if (!stopped.signal.aborted) for (const pulse of pulses) void sender.send(pulse, number);
  };
  const cancel = createKeySoon(node);
  const unsubscribe = onHead(node, sender, (head) => {
    if (busy || environment.now() < notBefore || isEarly(head)) return;
    busy = true;
    work(head.number, storage.LastStoredRound.get(head.state))
      .then(
        () => {
          if (failures > 0) log.info(target, "pulses arrive again");
          failures = 0;
        },
        (error: unknown) => {
          if (stopped.signal.aborted) return;
          const text = `no pulse from drand: ${messageOf(error)}`;
          if (failures === 0) log.warn(target, `${text}; timelocked weights stay closed until there is one`);
          else log.debug(target, text);
          const pause = shortPause * 2 ** Math.min(failures++, 10);
          notBefore = environment.now() + Math.min(pause, longPause);
        },
      )
      .finally(() => {
        busy = false;
      });
  });
  return {
    stop() {
      cancel();
      unsubscribe();
      stopped.abort();
    },
  };
}
