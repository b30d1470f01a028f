import type { Hex } from "../../../lib/bytes.ts";
import type { Place } from "../../fork-tree.ts";
import type { Commit, Equivocation, GossipMessage, SignedVote, VoterSetState } from "../types.ts";
import { createVoter, type Voter } from "../voter.ts";
import type { Verdict, VoterAction, VoterInput } from "../voter-actions.ts";
import type { VoterSet } from "../voter-set.ts";
import { liveState } from "../voter-state.ts";
import { createDummyChain, type DummyChain } from "./dummy-chain.ts";
import { signAs, verifySigned } from "./votes.ts";

/** Messages between the voters of a test: one is sent to all, itself too, and to those who come later. */
export interface Wire {
  /** How long a message takes, ms; undefined loses it. */
  readonly delay: (from: string, to: string, message: GossipMessage) => number | undefined;
}

/** A node of a simulation: a voter with a chain and a disk of its own. */
export interface SimulatedNode {
  readonly name: string;
  readonly chain: DummyChain;
  voter: Voter;
  /** The state on disk. */
  disk: VoterSetState;
  readonly finalized: { readonly target: Place; readonly round: bigint; readonly commit: Commit }[];
  readonly sent: GossipMessage[];
  readonly completed: bigint[];
  readonly concluded: bigint[];
  readonly equivocations: Equivocation[];
  readonly verdicts: Verdict[];
  /** All that the voter asked for, in order. */
  readonly actions: VoterAction[];
  running: boolean;
}

/** Nodes that talk with each other on a clock of their own. */
export interface Simulation {
  readonly nodes: ReadonlyMap<string, SimulatedNode>;
  now(): number;
  add(name: string, options: NodeOptions): SimulatedNode;
  /** Gives a message to all nodes, as if it came from a peer. */
  broadcast(message: GossipMessage, from?: string): void;
  input(name: string, input: VoterInput): void;
  /** Ends a voter, and begins another from its disk. */
  restart(name: string): void;
  stop(name: string): void;
  /** Lets time pass, event by event, until the condition holds. @returns whether it does, before `limit` ms have passed */
  runUntil(condition: () => boolean, limit?: number): boolean;
}

export interface NodeOptions {
  readonly keys: readonly Hex[];
  readonly voters: VoterSet;
  readonly build?: (chain: DummyChain) => void;
  readonly state?: (base: Place) => VoterSetState;
  readonly lastFinalized?: Place;
}

type Event = { readonly at: number; readonly order: number; readonly run: () => void };

export function createSimulation({
  gossipDuration = 250,
  random = () => 0,
  delay = () => 0,
}: { gossipDuration?: number; random?: (limit: number) => number } & Partial<Wire> = {}): Simulation {
  const nodes = new Map<string, SimulatedNode>();
  const parameters = new Map<string, NodeOptions>();
  const history: { readonly from: string; readonly message: GossipMessage }[] = [];
  /** Rounds whose votes a node asked for. */
  const wanted = new Map<string, Set<bigint>>();
  let [clock, order]: [number, number] = [0, 0];
  let events: Event[] = [];
  const schedule = (at: number, run: () => void): void => {
    events.push({ at, order: order++, run });
  };

  const isWanted = (name: string, message: GossipMessage): boolean =>
    message.type !== "vote" || (wanted.get(name)?.has(message.round) ?? false);

  const deliver = (from: string, to: string, message: GossipMessage): void => {
    const wait = delay(from, to, message);
    if (wait === undefined) return;
    schedule(clock + wait, () => {
      if (isWanted(to, message)) handle(to, (voter) => voter.handle({ type: "message", message }, clock));
    });
  };

  const broadcast = (message: GossipMessage, from = "peer"): void => {
    history.push({ from, message });
    for (const name of nodes.keys()) deliver(from, name, message);
  };

  const perform = (node: SimulatedNode, action: VoterAction): void => {
    node.actions.push(action);
    switch (action.type) {
      case "persist":
        node.disk = action.state;
        break;
      case "send":
        node.sent.push(action.message);
        broadcast(action.message, node.name);
        break;
      case "round": {
        const rounds = wanted.get(node.name)!;
        if (!rounds.has(action.round))
          for (const { from, message } of history)
            if (message.type === "vote" && message.round === action.round) deliver(from, node.name, message);
        rounds.add(action.round);
        break;
      }
      case "finalize": {
        const { lastFinalized } = node.chain;
        if (!node.chain.isEqualOrDescendantOf(lastFinalized.hash, action.target.hash))
          throw new Error(`${node.name} reverts a final block`);
        if (action.target.number <= lastFinalized.number) throw new Error(`${node.name} finalizes backwards`);
        node.chain.lastFinalized = action.target;
        node.finalized.push(action);
        break;
      }
      case "completed":
        node.completed.push(action.round);
        break;
      case "concluded":
        node.concluded.push(action.round);
        break;
      case "equivocation":
        node.equivocations.push(action.equivocation);
        break;
      case "verdict":
        node.verdicts.push(action.verdict);
        break;
      case "timer": {
        const { voter } = node;
        schedule(action.at, () => {
          if (node.voter === voter) handle(node.name, () => voter.handle({ type: "time" }, clock));
        });
      }
    }
  };

  const handle = (name: string, run: (voter: Voter) => readonly VoterAction[]): void => {
    const node = nodes.get(name)!;
    if (!node.running) return;
    for (const action of run(node.voter)) perform(node, action);
  };

  const make = (name: string, state: VoterSetState, lastFinalized: Place, chain: DummyChain): Voter => {
    const { keys, voters } = parameters.get(name)!;
    return createVoter({
      setId: state.completed.setId,
      voters,
      state,
      lastFinalized,
      chain,
      hasKey: (key) => keys.includes(key),
      sign: signAs,
      verify: verifySigned,
      gossipDuration,
      random,
    });
  };

  const start = (name: string): void => {
    wanted.set(name, new Set());
    schedule(clock, () => handle(name, (voter) => voter.start(clock)));
  };

  return {
    nodes,
    now: () => clock,
    broadcast,
    input: (name, input) => handle(name, (voter) => voter.handle(input, clock)),

    add(name, options) {
      const chain = createDummyChain();
      options.build?.(chain);
      parameters.set(name, options);
      const disk =
        options.state?.(chain.lastFinalized) ??
        liveState({ setId: 0n, voters: options.voters.voters.map(({ key }) => key), base: chain.lastFinalized });
      const node: SimulatedNode = {
        name,
        chain,
        disk,
        voter: make(name, disk, options.lastFinalized ?? chain.lastFinalized, chain),
        finalized: [],
        sent: [],
        completed: [],
        concluded: [],
        equivocations: [],
        verdicts: [],
        actions: [],
        running: true,
      };
      nodes.set(name, node);
      start(name);
      for (const { from, message } of history) if (message.type !== "vote") deliver(from, name, message);
      return node;
    },

    stop(name) {
      nodes.get(name)!.running = false;
    },

    restart(name) {
      const node = nodes.get(name)!;
      node.running = true;
      node.voter = make(name, node.disk, node.chain.lastFinalized, node.chain);
      start(name);
    },

    runUntil(condition, limit = 60_000) {
      const end = clock + limit;
      while (!condition()) {
        events.sort((a, b) => a.at - b.at || a.order - b.order);
        const next = events.shift();
        if (next === undefined || next.at > end) {
          if (next !== undefined) events = [next, ...events];
          clock = end;
          return condition();
        }
        clock = next.at;
        next.run();
      }
      return true;
    },
  };
}

/** The votes of one stage that a node sent. */
export function votesSent(
  node: SimulatedNode,
  stage?: SignedVote["vote"]["stage"],
): (SignedVote & { round: bigint })[] {
  return node.sent.flatMap((message) =>
    message.type === "vote" && (stage === undefined || message.vote.vote.stage === stage)
      ? [{ ...message.vote, round: message.round }]
      : [],
  );
}

/** The commits that a node sent. */
export const commitsSent = ({ sent }: SimulatedNode) => sent.filter((message) => message.type === "commit");
