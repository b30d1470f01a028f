import { type DevName, devAccount } from "../../../crypto/dev-accounts.ts";
import { fromHex, type Hex } from "../../../lib/bytes.ts";
import { decodeHeader } from "../../../primitives/header.ts";
import type { Voter as Authority } from "../../finality.ts";
import type { Place } from "../../fork-tree.ts";
import { type AuthoritySet, authoritySet, voteLimit } from "../authority-set.ts";
import { planFinality } from "../finalize-rules.ts";
import type { GossipAction } from "../gossip/actions.ts";
import { createGossip, type Gossip, maintenanceInterval } from "../gossip/gossip.ts";
import type { PeerRole } from "../gossip/stages.ts";
import { type NewSet, planImport } from "../import-rules.ts";
import { decodeAndVerify, justify } from "../justification.ts";
import { decodeGossip, encodeJustification } from "../messages.ts";
import { decodeAuthoritySet, decodeVoterState, encodeAuthoritySet, encodeVoterState } from "../persistence.ts";
import type { GossipMessage, VoterSetState } from "../types.ts";
import { createUntilImported, type Held } from "../until-imported.ts";
import { createVoter, type Voter } from "../voter.ts";
import type { VoterAction } from "../voter-actions.ts";
import { createVoterSet } from "../voter-set.ts";
import { lastCompleted, liveState } from "../voter-state.ts";
import { chooseVote, votingRules } from "../voting-rules.ts";
import { createBlockTree, type TestBlock } from "./block-tree.ts";
import { verifyEd25519 } from "./dev-votes.ts";

/** What the nodes of a test share. Times in ms. */
export interface TestWorld {
  readonly genesis: TestBlock;
  readonly voters: readonly Authority[];
  readonly gossipDuration: number;
  now(): number;
  after(wait: number, run: () => void): void;
  /** A number by chance, the same in each run. */
  below(limit: number): number;
  send(from: string, to: string, bytes: Uint8Array): void;
  /** A justification of the block at a height that some node keeps, as the sync would find it. */
  justificationOf(number: number): Uint8Array | undefined;
}

export interface NodeOptions {
  readonly name: string;
  readonly key: DevName | undefined;
  readonly role: PeerRole;
}

/** A node of a test: chain, disk, and all machines of GRANDPA. */
export interface TestNode extends Pick<NodeOptions, "name" | "role"> {
  readonly set: AuthoritySet;
  readonly finalized: Place;
  readonly voterState: VoterSetState;
  readonly gossip: Gossip;
  /** Why it lowered the standing of peers. */
  readonly costs: readonly string[];
  /** How many messages it sent, by type. */
  readonly sent: ReadonlyMap<string, number>;
  readonly bestJustification: Uint8Array | undefined;
  /** Justifications that it keeps, by the number of their block. */
  readonly justified: ReadonlyMap<number, Uint8Array>;
  has(hash: Hex): boolean;
  import(block: TestBlock): void;
  receive(from: string, bytes: Uint8Array): void;
  /** Does what the gossip wants. */
  spread(actions: readonly GossipAction[]): void;
}

function shuffled<T>(items: readonly T[], below: (limit: number) => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(below(left.length), 1)[0] as T);
}

/** A node that begins at the genesis block. @param options without a key it votes for nobody */
export function createTestNode(world: TestWorld, { name, key, role }: NodeOptions): TestNode {
  const { genesis, now, after, below } = world;
  const tree = createBlockTree(genesis);
  const { hashAt, isDescendent } = tree;
  const own = key === undefined ? undefined : devAccount(key, "ed25519");
  const sent = new Map<string, number>();
  const costs: string[] = [];
  const justified = new Map<number, Uint8Array>();
  let disk = encodeAuthoritySet(authoritySet(world.voters) as AuthoritySet);
  const beginning = { setId: 0n, voters: world.voters.map(([voterKey]) => voterKey), base: genesis.place };
  let voterDisk = encodeVoterState(liveState(beginning));
  /** Blocks whose justification the sync would ask for. */
  const wanted = new Map<Hex, Place>();
  let [finalized, bestJustification]: [Place, Uint8Array | undefined] = [genesis.place, undefined];
  let [voter, timer]: [Voter | undefined, number] = [undefined, 0];

  const set = (): AuthoritySet => decodeAuthoritySet(disk);
  const gossip: Gossip = createGossip(
    {
      gossipDuration: world.gossipDuration,
      catchUpFrom: "all",
      verify: verifyEd25519,
      shuffle: (items) => shuffled(items, below),
      lastCompleted: () => voter && lastCompleted(voter.state()),
    },
    now(),
  );
  const until = createUntilImported((hash) => tree.placeOf(hash)?.number);

  const spread = (actions: readonly GossipAction[]): void => {
    for (const action of actions) {
      if (action.type === "report") {
        if (action.change.value < 0) costs.push(action.change.reason);
      } else if (action.type === "deliver" && until.add(action, now()) === "ready") hear(action);
      else if (action.type === "send") {
        const type = decodeGossip(action.bytes)?.type ?? "none";
        sent.set(type, (sent.get(type) ?? 0) + 1);
        world.send(name, action.peer, action.bytes);
      }
    }
  };
  const hear = (held: Held): void => {
    if (voter !== undefined) perform(voter, voter.handle({ type: "message", message: held.message }, now()), held);
  };
  const perform = (by: Voter, actions: readonly VoterAction[], held?: Held): void => {
    for (const action of actions) {
      if (by !== voter) return;
      if (action.type === "persist") voterDisk = encodeVoterState(action.state);
      else if (action.type === "send") spread(send(action.message));
      else if (action.type === "round") {
        spread(gossip.noteRound({ round: action.round, setId: set().setId, voters: set().authorities }, now()));
      } else if (action.type === "finalize") {
        const proof = justify(action.round, action.commit, tree.headerOf);
        if (proof === undefined) throw new Error("headers are missing");
        finalize(action.target, "commit", encodeJustification(proof));
      } else if (action.type === "verdict" && held !== undefined) {
        const [{ message, from }, good] = [held, action.verdict.kind === "good"];
        if (message.type === "commit") spread(gossip.commitProcessed(message, from, good, now()));
        if (message.type === "catch-up") spread(gossip.catchUpProcessed(from, good));
      } else if (action.type === "timer") {
        const mine = ++timer;
        after(action.at - now(), () => {
          if (mine === timer && voter === by) perform(by, by.handle({ type: "time" }, now()));
        });
      }
    }
  };
  const send = (message: GossipMessage): GossipAction[] => {
    if (message.type === "vote") return gossip.sendVote(message, message.vote, now());
    return message.type === "commit" ? gossip.sendCommit(message, now()) : [];
  };
  const finalize = (block: Place, by: "justification" | "commit", justification: Uint8Array): void => {
    const plan = planFinality(block, by, { set: set(), chain: { finalized, hashAt, isDescendent } });
    if (plan.type === "refused") throw new Error(plan.reason);
    if (plan.type === "final") return;
    [finalized, bestJustification] = [block, justification];
    if (plan.keepJustification) justified.set(block.number, justification);
    if (plan.store) disk = encodeAuthoritySet(plan.set);
    if (plan.newSet !== undefined) begin(plan.newSet);
  };
  const begin = ({ setId, authorities, base }: NewSet): void => {
    start(liveState({ setId, voters: authorities.map(([voterKey]) => voterKey), base }));
  };
  const start = (state: VoterSetState): void => {
    voterDisk = encodeVoterState(state);
    until.clear();
    const { setId, authorities } = set();
    const voters = createVoterSet(authorities);
    if (voters === undefined) throw new Error("no voters");
    spread(gossip.noteSet({ setId, voters: authorities }, now()));
    const fresh = createVoter({
      setId,
      voters,
      state,
      lastFinalized: finalized,
      chain: {
        ...tree,
        bestChainContaining(hash) {
          const base = tree.placeOf(hash);
          if (base === undefined || set().setId !== setId) return undefined;
          const [best, limit] = [tree.best(), voteLimit(set(), base.number)];
          return chooseVote({ base, best, limit, rules: votingRules, parentOf: tree.parentOf });
        },
      },
      hasKey: (hash) => hash === own?.publicKey,
      sign: (payload) => own && fromHex(own.sign(payload)),
      verify: verifyEd25519,
      gossipDuration: world.gossipDuration,
      random: below,
    });
    voter = fresh;
    perform(fresh, fresh.start(now()));
  };
  after(0, () => begin({ setId: 0n, authorities: set().authorities, base: genesis.place }));
  const prove = (place: Place, bytes: Uint8Array): void => {
    const voters = createVoterSet(set().authorities);
    const by = voters && { setId: set().setId, voters, verify: verifyEd25519 };
    if (by !== undefined && typeof decodeAndVerify(bytes, place, by) === "object")
      finalize(place, "justification", bytes);
    else wanted.set(place.hash, place);
  };
  const askForJustifications = (): void => {
    for (const [hash, place] of [...wanted]) {
      wanted.delete(hash);
      const bytes = world.justificationOf(place.number);
      if (bytes !== undefined) prove(place, bytes);
      else if (place.number > finalized.number) wanted.set(hash, place);
    }
  };
  const tick = (): void => {
    spread(gossip.tick(now()));
    askForJustifications();
    const { ready } = until.check(now());
    for (const held of ready) hear(held);
    after(maintenanceInterval, tick);
  };
  after(maintenanceInterval, tick);

  return {
    name,
    role,
    gossip,
    costs,
    sent,
    justified,
    spread,
    has: tree.has,
    get set() {
      return set();
    },
    get finalized() {
      return finalized;
    },
    get voterState() {
      return decodeVoterState(voterDisk);
    },
    get bestJustification() {
      return bestJustification;
    },
    receive: (from, bytes) => spread(gossip.received(from, bytes, now())),
    import(block) {
      const { place } = block;
      const header = decodeHeader(block.header);
      const chain = { finalized, has: tree.has, hashAt, isDescendent };
      const plan = planImport(
        { place, header, justification: undefined },
        { set: set(), chain, unjustified: new Set() },
      );
      if (plan.type !== "new") throw new Error(`${plan.type} ${"reason" in plan ? plan.reason : ""}`);
      tree.add(block);
      if (plan.store) disk = encodeAuthoritySet(plan.set);
      for (const command of plan.commands) {
        if (command.type === "change-set") begin(command.newSet);
        else if (voter !== undefined) start({ type: "paused", completed: voter.state().completed });
      }
      if (plan.justification.type === "request") wanted.set(place.hash, place);
      for (const held of until.imported(place)) hear(held);
      if (voter !== undefined) perform(voter, voter.handle({ type: "imported" }, now()));
    },
  };
}
