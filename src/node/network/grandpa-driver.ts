import { createStoredAncestry } from "../../chain/ancestry.ts";
import type { Chain } from "../../chain/chain.ts";
import type { Finality } from "../../chain/finality/finality.ts";
import { QueueClosed } from "../../chain/queue.ts";
import { decidesAlone } from "../../consensus/finality.ts";
import type { Place } from "../../consensus/fork-tree.ts";
import type { GossipAction } from "../../consensus/grandpa/gossip/actions.ts";
import { createGossip, type Gossip, maintenanceInterval } from "../../consensus/grandpa/gossip/gossip.ts";
import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import type { GossipMessage } from "../../consensus/grandpa/types.ts";
import { checkInterval, createUntilImported, type Held } from "../../consensus/grandpa/until-imported.ts";
import { createVoter, type Voter, type VoterReport } from "../../consensus/grandpa/voter.ts";
import type { VoterAction, VoterInput } from "../../consensus/grandpa/voter-actions.ts";
import { createVoterSet } from "../../consensus/grandpa/voter-set.ts";
import { lastCompleted } from "../../consensus/grandpa/voter-state.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";
import { every } from "../../lib/every.ts";
import { shuffled } from "../../lib/shuffled.ts";
import { createSteadyTime } from "../../lib/steady-time.ts";
import type { Network, PeerId } from "../../network/network.ts";
import type { SessionKeys } from "../session-keys.ts";
import { createEquivocationReports } from "./equivocation-reports.ts";
import { createLoneCommits } from "./lone-commits.ts";
import { voterChain } from "./voter-chain.ts";
import { countVote, judged, type OwnCasts, sent } from "./voter-gossip.ts";
import { createVoterWrites } from "./voter-writes.ts";

const target = "grandpa";

/** How long a message takes to reach everybody, ms. Rust: `node/src/service.rs new_full`. */
const usualGossipDuration = 333;

/** GRANDPA among the peers. */
export interface GrandpaDriver {
  opened(peer: PeerId, role: "full" | "light" | "authority"): void;
  closed(peer: PeerId): void;
  message(peer: PeerId, bytes: Uint8Array): void;
  /** Rounds and votes; undefined while nobody votes. */
  report(): VoterReport | undefined;
  measures(): GrandpaMeasures;
  stop(): void;
}

/** What this node did for finality since it was started. */
export interface GrandpaMeasures {
  /** The highest round that is completed; undefined while nobody votes. */
  readonly completed: bigint | undefined;
  /** Votes that it cast. */
  readonly prevotes: number;
  readonly precommits: number;
  /** Messages that wait for a block. */
  readonly waiting: number;
  /** Messages that were kept to be sent on, and those of them that are over. */
  readonly registered: number;
  readonly expired: number;
}

export interface GrandpaParts {
  readonly chain: Chain;
  readonly finality: Finality;
  readonly network: () => Network;
  readonly keys: Pick<SessionKeys, "grandpa" | "signGrandpa">;
  readonly verify: VerifySignature;
  /** A random whole number from 0 to below `limit`. */
  readonly random: (limit: number) => number;
  /** How long a message takes to reach everybody, ms; absent: as usual. */
  readonly gossipDuration?: number | undefined;
  /** A block that messages name and that is not here. */
  wanted(block: Place): void;
  /** Peers are to be told of a block once more. */
  announce(block: Hex): void;
  /** What the chain cannot go on after. */
  fault(error: unknown): void;
}

/** Does what the machines of GRANDPA want, one thing after the other: a vote is on disk before anybody hears of it. */
export function createGrandpaDriver(parts: GrandpaParts): GrandpaDriver {
  const { chain, finality, network, keys, verify, random, gossipDuration = usualGossipDuration } = parts;
  const { environment, api } = chain;
  const { log } = environment;
  // Votes and peers wait for times: a clock that is set back must not make them wait as much longer.
  const now = createSteadyTime(() => environment.now());
  const peers = new Set<PeerId>();
  const cast: OwnCasts = { prevotes: 0, precommits: 0 };
  let stopped = false;
  let voter: Voter | undefined;
  let setId = finality.current().setId;
  let cancelTimer = (): void => {};
  let work: Promise<void> = Promise.resolve();

  const gossip: Gossip = createGossip(
    {
      gossipDuration,
      catchUpFrom: "all",
      verify,
      shuffle: (items) => shuffled(items, random),
      lastCompleted: () => (voter === undefined ? undefined : lastCompleted(voter.state())),
    },
    now(),
  );
  const reportEquivocation = createEquivocationReports({
    ...{ log, call: api.call, best: chain.best, currentSet: finality.current },
    ancestry: createStoredAncestry(chain.database),
  });
  const writes = createVoterWrites(chain, finality);
  const until = createUntilImported((hash) => api.header(hash)?.number);

  /** Does one thing after the others are done. */
  const then = (task: () => Promise<void> | void): void => {
    work = work.then(async () => {
      if (stopped) return;
      try {
        await task();
      } catch (error) {
        stopped = true;
        if (!(error instanceof QueueClosed)) parts.fault(error);
      }
    });
  };

  const performGossip = (actions: readonly GossipAction[]): void => {
    for (const action of actions) {
      if (action.type === "send") network().notify(action.peer, "grandpa", action.bytes);
      else if (action.type === "report") network().report(action.peer, action.change);
      else if (action.type === "announce") parts.announce(action.block);
      else if (until.add(action, now()) === "ready") deliver(action);
    }
  };
  const deliver = ({ from, message }: Held): void => then(() => feed({ type: "message", message }, from));

  const feed = async (input: VoterInput, from?: PeerId): Promise<void> => {
    if (voter === undefined) return;
    await perform(
      voter,
      voter.handle(input, now()),
      input.type === "message" ? { message: input.message, from } : undefined,
    );
  };

  const perform = async (
    by: Voter,
    actions: readonly VoterAction[],
    heard?: { readonly message: GossipMessage; readonly from: PeerId | undefined },
  ): Promise<void> => {
    for (const action of actions) {
      // A block that changed the voters ends this one.
      if (by !== voter) return;
      switch (action.type) {
        case "persist":
          await writes.persist(action.state);
          break;
        case "send":
          countVote(cast, action.message);
          performGossip(sent(gossip, action.message, now()));
          break;
        case "finalize":
          await writes.finalize(action);
          break;
        case "round":
          performGossip(
            gossip.noteRound({ round: action.round, setId, voters: finality.current().authorities }, now()),
          );
          break;
        case "verdict":
          // One that is of no use any more, as after the voters changed, was right when it was sent.
          if (heard !== undefined && action.verdict.kind !== "useless")
            performGossip(judged(gossip, heard, action.verdict.kind === "good", now()));
          break;
        case "equivocation":
          // Voting goes on meanwhile.
          void reportEquivocation(action.equivocation, action.own);
          break;
        case "unsigned":
          log.warn(target, `the key ${action.voter} is gone, or cannot be used: no vote in round ${action.round}`);
          break;
        case "completed":
        case "concluded":
          log.debug(target, () => `round ${action.round} is ${action.type}`);
          break;
        case "timer":
          cancelTimer();
          cancelTimer = environment.after(Math.max(action.at - now(), 0), () => then(() => feed({ type: "time" })));
      }
    }
  };

  const lone = createLoneCommits({
    ...{ chain, keys, delay: 2 * gossipDuration },
    tell(made, id) {
      if (peers.size > 0) performGossip(gossip.sendCommit({ type: "commit", setId: id, ...made }, now()));
    },
  });

  const begin = async (): Promise<void> => {
    const { authorities, setId: id } = finality.current();
    setId = id;
    lone.begin(finality.current());
    cancelTimer();
    until.clear();
    voter = undefined;
    const voters = createVoterSet(authorities);
    if (voters === undefined) return;
    log.debug(target, `set ${id} of ${authorities.length} voters begins`);
    performGossip(gossip.noteSet({ setId: id, voters: authorities }, now()));
    // Its blocks are final when they are made; what others need is a commit of each.
    if (decidesAlone(authorities, keys.grandpa())) return;
    const state = finality.voterState();
    if (state.type === "live") gossip.restore(state.completed, authorities, now());
    const made = createVoter({
      setId: id,
      voters,
      state,
      lastFinalized: chain.finalized(),
      chain: voterChain(chain, finality, id),
      hasKey: (key) => keys.grandpa().includes(key),
      sign(payload, key) {
        const signature = keys.signGrandpa(key, payload);
        return signature === undefined ? undefined : fromHex(signature);
      },
      verify,
      gossipDuration,
      random,
    });
    voter = made;
    await perform(made, made.start(now()));
  };

  /** A forced change is announced: this set votes no more, over a restart too. Rust: `VoterCommand::Pause`. */
  const pause = async (id: bigint): Promise<void> => {
    // Both blocks may have come at once: the next set has been told then, and votes.
    if (finality.current().setId !== id) return;
    log.info(target, `⚠️ the voters will change by force: set ${setId} pauses`);
    const { completed } = voter?.state() ?? finality.voterState();
    voter = undefined;
    cancelTimer();
    await writes.persist({ type: "paused", completed });
  };

  const stops = [
    lone.stop,
    finality.onCommand((command) => {
      if (command.type === "pause") return then(() => pause(command.setId));
      voter = undefined;
      then(() => lone.handOver(command.newSet.base));
      then(begin);
    }),
    api.events.onImported(({ hash }) => {
      const number = api.header(hash)?.number;
      if (number === undefined) return;
      for (const held of until.imported({ hash, number })) deliver(held);
      then(() => feed({ type: "imported" }));
    }),
    every(environment.after, maintenanceInterval, () => performGossip(gossip.tick(now()))),
    every(environment.after, checkInterval, () => {
      const { ready, wanted } = until.check(now());
      for (const held of ready) deliver(held);
      for (const block of wanted) parts.wanted(block);
    }),
  ];
  then(begin);

  return {
    opened(peer, role) {
      peers.add(peer);
      performGossip(gossip.peerConnected(peer, role, now()));
    },
    closed(peer) {
      peers.delete(peer);
      gossip.peerDisconnected(peer);
    },
    message: (peer, bytes) => performGossip(gossip.received(peer, bytes, now())),
    report: () => voter?.report(),
    measures: () => ({
      completed: voter === undefined ? undefined : lastCompleted(voter.state()).round,
      ...cast,
      waiting: until.waiting(),
      registered: gossip.counts().registered,
      expired: gossip.counts().expired,
    }),
    stop() {
      stopped = true;
      cancelTimer();
      for (const stop of stops) stop();
    },
  };
}
